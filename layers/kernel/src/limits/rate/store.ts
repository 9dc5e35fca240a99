import { countSignal, logger } from '../../observability/observe.ts';
import { failureOf } from '../../observability/reason-of.ts';
import { ThrottledError } from '../../platform.ts';
import { within } from '../../within.ts';
import { blockSeconds } from './meter.ts';
import type { RateChange, Rates } from './rates.ts';
import { type At, changeOf, giveBack, learn, learnBefore } from './tally.ts';

/** The store is given this long. Then the request is admitted, and the count arrives later. */
const patienceMs = 50;
/** After a failure the store is left alone for this long; requests are counted in the container. */
const restMs = 1_000;

/** Writes the new counts of a subject to the store, and takes over the totals that it returns. Never throws. */
export const storeOn = (rates: Rates, clock: () => Date) => {
  let restUntil = 0;
  let isWarm = false;
  const rest = (reason: 'slow' | 'failed', error?: unknown) => {
    restUntil = clock().getTime() + restMs;
    countSignal('limits-skipped');
    logger.warn('limits skipped', { reason, ...(error !== undefined && { cause: failureOf(error) }) });
  };

  return async ({ subject, tally }: At, ms: number, blocks?: RateChange['blocks']): Promise<void> => {
    if (ms < restUntil) return;
    const item = { key: subject.key, window: tally.window };
    const change = changeOf(tally, subject, blocks);
    const add = rates.add(item, change).then(
      (answer) => learn(tally, change, answer),
      (error) => {
        // A throttled write was not made. Others may have been: to count twice could refuse a request too early.
        if (error instanceof ThrottledError) giveBack(tally, change);
        throw error;
      },
    );
    // A block is found in the window in which it began.
    const windows = Math.ceil(blockSeconds / subject.seconds);
    const read = tally.isRead ? undefined : rates.before(item, windows).then((all) => learnBefore(tally, all));
    const written = Promise.all([add, read]).then(
      () => {
        isWarm = true;
      },
      (error) => rest('failed', error),
    );
    // The first call of a container opens a connection, which says nothing about the store.
    if ((await within(patienceMs, written)) === 'late' && isWarm) rest('slow');
  };
};
