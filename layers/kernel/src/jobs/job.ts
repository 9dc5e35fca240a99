import type { Context } from 'aws-lambda';
import { lambda } from '../function.ts';
import { newId } from '../ids.ts';
import { logger } from '../observability/observe.ts';
import type { Platform } from '../platform.ts';
import type { JobReport } from './job-report.ts';
import type { ScheduleDefinition } from './schedule.ts';

/** The result of one page of a job, and where to continue; without `next` the job is done. */
export interface JobPage {
  readonly affected: number;
  readonly next?: string | undefined;
}

const lockSeconds = 300;
/** A new page begins only while this many milliseconds are left. */
const marginMs = 10_000;

/** Runs the pages of a job under its lock. */
export const job = (
  definition: ScheduleDefinition,
  pages: (platform: Platform) => (cursor: string | undefined) => Promise<JobPage>,
) =>
  lambda(definition, (platform: Platform) => {
    const page = pages(platform);
    return async (_: unknown, context?: Context) => {
      const began = platform.clock();
      const holder = newId();
      const lock = `job#${definition.name}`;
      const timeIsUp = () =>
        platform.clock().getTime() - began.getTime() > (lockSeconds * 1000) / 2 ||
        (context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) < marginMs;
      const report = (outcome: Pick<JobReport, 'lockAcquired' | 'affected' | 'done'>): JobReport => {
        const durationMs = platform.clock().getTime() - began.getTime();
        const result = { job: definition.name, ...outcome, durationMs, executedAt: began.toISOString() };
        logger.info('job', { ...result });
        return result;
      };

      if (!(await platform.locks.acquire(lock, holder, lockSeconds)))
        return report({ lockAcquired: false, affected: 0, done: false });
      let affected = 0;
      let cursor: string | undefined;
      try {
        cursor = await platform.locks.recall(lock);
        do {
          const done = await page(cursor);
          affected += done.affected;
          cursor = done.next;
          await platform.locks.remember(lock, cursor);
        } while (cursor !== undefined && !timeIsUp());
      } finally {
        await platform.locks.release(lock, holder);
      }
      return report({ lockAcquired: true, affected, done: cursor === undefined });
    };
  });
