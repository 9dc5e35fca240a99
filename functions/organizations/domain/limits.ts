/** Limits for each organization. Every decision reads its whole stream. */
export const mostMembers = 100;
export const mostPending = 100;
/** Limit of valid keys that one member has made or rotated last. The event of the departure names them all. */
export const mostApiKeys = 100;
