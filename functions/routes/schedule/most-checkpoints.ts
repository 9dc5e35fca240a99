/** The limit bounds the size of a route. It is more than one driver can visit in a day. */
export const mostCheckpoints = 100;
