/** The record outlives the session, so that the job that records its end finds it, even after days without a run. */
const graceMs = 7 * 86_400_000;
export const keptAfter = (until: string): string => new Date(Date.parse(until) + graceMs).toISOString();
/** Records kept until before this moment are of sessions whose hour is over by `now`. */
export const overBy = keptAfter;
