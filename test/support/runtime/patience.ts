/**
 * The time limit of a step in a test, in milliseconds: ten times the slowest step seen on two idle cores (25 s), so
 * that only a hanging step reaches it. Waiting for a condition ends after half of it, with the reason.
 */
export const patienceMs = 300_000;
