/** The part of a limit that every container may hold back: far from the limit, and when it is reached. */
const far = 1 / 5_000;
const close = 1 / 10_000;
/** From here on, with this part of the limit left, less and less is held back. */
const lastPart = 0.2;
/** The part of what is left of a limit that all containers together may hold back. */
const ofTheRest = 0.02;

export interface Known {
  readonly limit: number;
  /** How much of the limit is used, with the requests held back. */
  readonly used: number;
  /** How many requests of this window the store has counted, and how many of them came from this container. */
  readonly total: number;
  readonly own: number;
  /** Held back far from the limit, in place of a part of it: where an exact counter backs a coarse one. */
  readonly batch?: number | undefined;
}

/**
 * How many requests a container may admit without telling the store. Far from the limit that is 1 / 5,000 of it; over
 * its last fifth it shrinks to 1 / 50,000. A container that receives most of the requests may hold back more: 2 % of what
 * is left, times its share.
 *
 * The error. Requests are never refused too early, because every count is one of real requests. When the store's count
 * reaches the limit, each of C containers has held back at most its allowance aᵢ, so at most `limit + Σ aᵢ` requests are
 * admitted in a window. Shares own/total of containers that keep receiving requests add up to 1, so
 *
 *     Σ aᵢ ≤ C · limit / 5,000 + 0.02 · rest        (rest: what is left of the limit)
 *
 * The rest is 0 when the limit is reached, and containers that still receive requests have written to the store since: for them
 * the first term is C · limit / 10,000, 0.5 % of the limit for 50 containers. It is 1 % if all 50 fell silent long before.
 * Limits below 5,000 are exact but for the second term: a container that receives nothing any more leaves at most
 * 0.02 · rest · own/total behind, and one after the other at most 0.02 · limit · (1 + ln limit), 11 of 100; with requests
 * spread at random 1 of 100 was measured (`simulation.test.ts`).
 *
 * What is held back also keeps the items of cities and countries from becoming hot: close to its limit, a country is
 * written once in 11 requests, and DynamoDB takes 1,000 writes a second of one key.
 */
export const allowance = ({ limit, used, total, own, batch = limit * far }: Known): number => {
  const rest = Math.max(0, limit - used);
  const least = limit * close;
  const scaled = least + Math.max(0, batch - least) * Math.min(1, rest / (lastPart * limit));
  const share = total > 0 ? own / total : 0;
  return Math.floor(Math.max(scaled, Math.min(own, rest * ofTheRest * share)));
};
