import { count } from '../../observability/observe.ts';
import type { Platform } from '../../platform.ts';
import { putLast } from '../../put-last.ts';
import { dueOf, isLarge } from './due.ts';
import { blockSeconds, type Subject } from './meter.ts';
import type { Quota } from './quota.ts';
import { storeOn } from './store.ts';
import { blockOf, countOne, leftOf, type MeterAt, type Tally, tallyAt } from './tally.ts';

/** The subjects of one request. */
export interface Counted {
  /** Counted exactly: written to the store before the request is admitted. */
  readonly near?: Subject | undefined;
  /** Counted in batches: large limits, of which an exact count would be a hot item. */
  readonly wide: readonly Subject[];
}

export interface Verdict {
  /** The state of the limits. The first one is exceeded, if `retryAfter` is set. */
  readonly quotas: readonly Quota[];
  /** Refused: seconds until the block ends, at least 1. */
  readonly retryAfter?: number;
}

/** Subjects that a container knows; beyond that, those that were not seen for longest are dropped. */
const mostSubjects = 10_000;

export type Limiter = (counted: Counted) => Promise<Verdict>;

/**
 * Counts requests, and refuses those above a limit. Requests of one subject are counted by all containers together: each
 * counts by itself, and writes to the store when it must; `allowance` says when, and derives the error. The store's answer
 * is what the others have counted.
 *
 * A request causes at most one write, except near a limit and to block: a coarse counter that is due takes the place of
 * the exact one, which then writes one more next time. No request fails because of the limiter, and none waits for
 * longer than 50 ms.
 */
export const limiterOn = ({ rates, clock }: Pick<Platform, 'rates' | 'clock'>): Limiter => {
  const tallies = new Map<string, Tally>();
  const writeCounts = storeOn(rates, clock);

  const known = (subject: Subject, ms: number): Tally => {
    const tally = tallyAt(tallies.get(subject.key), subject, ms);
    putLast(tallies, subject.key, tally, mostSubjects);
    return tally;
  };

  const block = async (exceeded: readonly MeterAt[], ms: number): Promise<void> => {
    const until = Math.ceil(ms / 1000) + blockSeconds;
    for (const { tally, meter } of exceeded) tally.blocks.set(meter.field, until * 1000);
    for (const { meter } of exceeded) count('RateLimited', { limit: meter.name });
    await writeCounts(exceeded[0]!, ms, Object.fromEntries(exceeded.map(({ meter }) => [meter.field, until])));
  };

  return async ({ near, wide }) => {
    const ms = clock().getTime();
    const one = (subject: Subject) => ({ subject, tally: known(subject, ms) });
    const [exact, coarse] = [near && one(near), wide.map(one)];
    const all = [...(exact ? [exact] : []), ...coarse];
    const meters = all.flatMap((at): MeterAt[] => at.subject.meters.map((meter) => ({ ...at, meter })));
    const wasBlocked = meters.some((at) => blockOf(at, ms) !== undefined);

    // 1 count
    for (const at of meters)
      if (!wasBlocked || !at.meter.isOneOfMany || blockOf(at, ms) !== undefined) countOne(at, ms);
    // 2 write what must not be held back
    const due = wasBlocked ? all.filter((at) => isLarge(at, ms)) : dueOf(exact, coarse, ms);
    await Promise.all(due.map((at) => writeCounts(at, ms)));
    // 3 decide, 4 block what has exceeded its limit
    const exceeded = meters.filter((at) => blockOf(at, ms) === undefined && leftOf(at, ms) < 0);
    await Promise.all([...Map.groupBy(exceeded, ({ subject }) => subject).values()].map((some) => block(some, ms)));
    return verdictOf(meters, ms);
  };
};

const verdictOf = (meters: readonly MeterAt[], ms: number): Verdict => {
  const quotas = meters.map((at) => {
    const { name, limit, seconds } = at.meter;
    const until = blockOf(at, ms);
    const reset = until === undefined ? seconds - ((ms / 1000) % seconds) : (until - ms) / 1000;
    const left = until === undefined ? Math.max(0, leftOf(at, ms)) : 0;
    return { name, limit, seconds, left, reset: Math.max(1, Math.ceil(reset)), isBlocked: until !== undefined };
  });
  const [refused] = quotas.filter(({ isBlocked }) => isBlocked).toSorted((a, b) => b.reset - a.reset);
  if (!refused) return { quotas };
  return { quotas: [refused, ...quotas.filter((quota) => quota !== refused)], retryAfter: refused.reset };
};
