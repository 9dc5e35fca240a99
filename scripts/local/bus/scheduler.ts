import { randomUUID } from 'node:crypto';
import { logger } from '@waybill/kernel/observability/observe';
import { failureOf } from '@waybill/kernel/observability/reason-of';
import type { Context } from 'aws-lambda';
import { lambdaContext } from '../http/lambda-context.ts';
import { localRegion } from '../region.ts';
import { timingOf } from './cron.ts';

export interface Job {
  readonly name: string;
  /** `rate(5 minutes)` or `cron(15 2 * * ? *)`, in UTC. */
  readonly every: string;
  readonly run: (event: object, context?: Context) => Promise<unknown>;
}

export interface Scheduler {
  /** Runs a job now. */
  run(name: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** The longest delay of a timer (32 bits of milliseconds). */
const longestWaitMs = 2 ** 31 - 1;
const timeoutMs = 15 * 60_000;

/** EventBridge's scheduled rules on one machine. Jobs prevent overlapping runs themselves. */
export const startScheduler = async (jobs: readonly Job[]): Promise<Scheduler> => {
  const timings = jobs.map(({ every }) => timingOf(every));
  const running = new Set<Promise<unknown>>();

  const invoke = async ({ name, run }: Job) => {
    const result = run(scheduledEvent(), lambdaContext(name, timeoutMs)());
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
    }
  };
  const fire = (job: Job) => {
    invoke(job).catch((error) => logger.error('failed', { job: job.name, reason: failureOf(error) }));
  };

  const croner = timings.some((timing) => 'cron' in timing) ? await import('croner') : undefined;
  const stops = jobs.map((job, i) => {
    const timing = timings[i]!;
    if ('everyMs' in timing) return repeat(timing.everyMs, () => fire(job));
    const options = {
      mode: '7-part',
      alternativeWeekdays: true,
      sloppyRanges: true,
      domAndDow: true,
      timezone: 'UTC',
      unref: true,
    } as const;
    const cron = new croner!.Cron(timing.cron, options, () => fire(job));
    return () => cron.stop();
  });

  return {
    run: async (name) => {
      const job = jobs.find((one) => one.name === name);
      if (!job) throw new Error(`there is no job ${name}`);
      return invoke(job);
    },
    stop: async () => {
      for (const stop of stops) stop();
      await Promise.allSettled(running);
    },
  };
};

const repeat = (everyMs: number, run: () => void) => {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number) => {
    const next = Math.min(leftMs, longestWaitMs);
    timer = setTimeout(() => {
      if (leftMs > next) return wait(leftMs - next);
      run();
      wait(everyMs);
    }, next).unref();
  };
  wait(everyMs);
  return () => clearTimeout(timer);
};

const scheduledEvent = () => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  time: new Date().toISOString(),
  region: localRegion,
  resources: [],
  detail: {},
});
