/** How long a record is kept after its session: the job that records the end may be days late. */
const graceMs = 7 * 86_400_000;
export const keptAfter = (until: string): string => new Date(Date.parse(until) + graceMs).toISOString();
/** Records that expire before this moment belong to sessions whose hour has ended by `now`. */
export const overBy = keptAfter;
