/**
 * How long anything in a test may take, in milliseconds: ten times the slowest step seen on two idle cores (25 s), so
 * that only something that hangs meets it. Waiting for a condition ends at half of it, and then says what it waited for.
 */
export const patienceMs = 300_000;
