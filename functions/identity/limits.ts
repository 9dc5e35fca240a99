/** An organisation's history is read whole for every decision: so many fit. */
export const mostMembers = 100;
export const mostPending = 100;
