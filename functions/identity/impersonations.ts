import { recordStore } from '@waybill/kernel';

/** The impersonator behind a session that acts as another user, by the id of that session. */
export interface Impersonation {
  readonly orgId: string;
  readonly by: string;
  readonly userId: string;
  /** The impersonator's own session: when it ends, this one does too. */
  readonly sessionId: string;
  readonly until: string;
}

export const impersonations = recordStore<Impersonation>('identity', 'impersonation', { indexed: ['sessionId'] });

/** The record outlives the session, so that the job that records its end finds it, even after days without a run. */
const graceMs = 7 * 86_400_000;
export const keptAfter = (until: string): string => new Date(Date.parse(until) + graceMs).toISOString();
/** Records kept until before this moment are of sessions whose hour is over by `now`. */
export const overBy = keptAfter;
