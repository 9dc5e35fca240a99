import type { Context } from 'aws-lambda';
import { lambda, type Reach } from '../function.ts';
import { newId } from '../ids.ts';
import { logger } from '../observability/observe.ts';
import type { Platform } from '../platform.ts';

/** What one page of a job did, and where to go on; without `next` the job is done. */
export interface JobPage {
  readonly affected: number;
  readonly next?: string | undefined;
}

export interface ScheduleSpec {
  readonly name: string;
  /** EventBridge's words: `cron(15 2 * * ? *)` in UTC, or `rate(5 minutes)`. */
  readonly every: string;
  readonly reaches?: readonly Reach[];
  /** It looks after the house itself: the bus, the queues, and what is said about its health. */
  readonly probes?: true;
  /** One page of the work. Pages are repeated when a run is cut off, so a page is safe to repeat. */
  readonly page: (platform: Platform, cursor: string | undefined) => Promise<JobPage>;
}

export interface JobReport {
  readonly job: string;
  readonly lockAcquired: boolean;
  readonly affected: number;
  readonly durationMs: number;
  readonly executedAt: string;
}

const lockSeconds = 300;
/** A page is begun only while this many milliseconds are left. */
const marginMs = 10_000;

/** A job by the clock: one run at a time, in pages, carried on by the next run when the time is up. */
export const schedule = (spec: ScheduleSpec) =>
  lambda({ kind: 'schedule' as const, ...spec }, (platform) => async (_: unknown, context?: Context) => {
    const began = platform.clock();
    const holder = newId();
    const lock = `job#${spec.name}`;
    const timeIsUp = () =>
      platform.clock().getTime() - began.getTime() > (lockSeconds * 1000) / 2 ||
      (context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) < marginMs;
    const report = (lockAcquired: boolean, affected: number): JobReport => {
      const durationMs = platform.clock().getTime() - began.getTime();
      const told = { job: spec.name, lockAcquired, affected, durationMs, executedAt: began.toISOString() };
      logger.info('job', { ...told });
      return told;
    };

    if (!(await platform.locks.acquire(lock, holder, lockSeconds))) return report(false, 0);
    let affected = 0;
    try {
      let cursor = await platform.locks.recall(lock);
      do {
        const page = await spec.page(platform, cursor);
        affected += page.affected;
        cursor = page.next;
        await platform.locks.remember(lock, cursor);
      } while (cursor !== undefined && !timeIsUp());
    } finally {
      await platform.locks.release(lock, holder);
    }
    return report(true, affected);
  });
