/** An organisation's history is read whole for every decision: so many fit. */
export const mostMembers = 100;
export const mostPending = 100;
/** Valid keys that one member has made or rotated last: they are all named when she leaves. */
export const mostApiKeys = 100;
