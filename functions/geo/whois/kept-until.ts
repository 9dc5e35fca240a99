const keptMs = 180 * 86_400_000;

/** What was looked up in a UTC month is kept for 180 days after the end of that month. */
export const keptUntil = (at: Date): string =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) + keptMs).toISOString();
