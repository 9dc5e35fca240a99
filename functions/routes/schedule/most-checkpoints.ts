/** A longer route is a day's plan for two. */
export const mostCheckpoints = 100;
