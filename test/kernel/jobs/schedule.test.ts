import { type Platform, schedule } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { clockAt } from '../support/platforms.ts';

/** A job of that many pages, each of that many seconds. */
const sweeping = ({ pages = 3, seconds = 1, failsAt = 0 } = {}) => {
  const clock = clockAt('2026-05-04T02:00:00.000Z');
  const platform = memory({ clock });
  const seen: (string | undefined)[] = [];
  let failsOnce = failsAt;
  const job = schedule({
    name: 'sweep',
    every: 'cron(0 2 * * ? *)',
    page: async (_: Platform, cursor) => {
      seen.push(cursor);
      clock.advance(seconds);
      const page = cursor === undefined ? 1 : Number(cursor);
      if (page === failsOnce) {
        failsOnce = 0;
        throw new Error('broken broom');
      }
      return { affected: 10, next: page < pages ? `${page + 1}` : undefined };
    },
  });
  const run = (remainingMs?: () => number) =>
    job.with(platform)({}, remainingMs && ({ getRemainingTimeInMillis: remainingMs } as Context));
  return { clock, platform, seen, run };
};
const lock = 'job#sweep';

test('a job runs its pages, and reports', async () => {
  const { run, seen } = sweeping();
  expect(await run()).toEqual({
    job: 'sweep',
    lockAcquired: true,
    affected: 30,
    done: true,
    durationMs: 3_000,
    executedAt: '2026-05-04T02:00:00.000Z',
  });
  expect(seen).toEqual([undefined, '2', '3']);
});

test('a job begins again from the start once it is done', async () => {
  const { run, seen } = sweeping();
  await run();
  await run();
  expect(seen).toEqual([undefined, '2', '3', undefined, '2', '3']);
});

test('a job does nothing while another run has the lock', async () => {
  const { run, seen, platform, clock } = sweeping();
  await platform.locks.acquire(lock, 'another run', 300);
  expect(await run()).toMatchObject({ lockAcquired: false, affected: 0 });
  expect(seen).toEqual([]);
  clock.advance(300);
  expect(await run()).toMatchObject({ lockAcquired: true, affected: 30 });
});

test('of two concurrent runs, one works', async () => {
  const { run } = sweeping();
  const reports = await Promise.all([run(), run()]);
  expect(reports.map(({ lockAcquired }) => lockAcquired).toSorted()).toEqual([false, true]);
});

test('a job stops when its Lambda’s time is nearly up, and the next run continues', async () => {
  const { run, seen } = sweeping({ pages: 5 });
  let left = 2;
  expect(await run(() => (--left > 0 ? 60_000 : 9_999))).toMatchObject({ affected: 20, done: false });
  expect(await run()).toMatchObject({ lockAcquired: true, affected: 30, done: true });
  expect(seen).toEqual([undefined, '2', '3', '4', '5']);
});

test('a job runs at least one page, so it always makes progress', async () => {
  const { run, seen } = sweeping();
  for (let i = 0; i < 3; i++) await run(() => 0);
  expect(seen).toEqual([undefined, '2', '3']);
});

test('a job stops while its lock is still its own', async () => {
  const { run, seen } = sweeping({ pages: 10, seconds: 60 });
  expect(await run()).toMatchObject({ affected: 30, durationMs: 180_000 });
  expect(seen).toEqual([undefined, '2', '3']);
});

test('a job that fails releases the lock, and continues from the page that failed', async () => {
  const { run, seen } = sweeping({ failsAt: 2 });
  await expect(run()).rejects.toThrow('broken broom');
  expect(await run()).toMatchObject({ lockAcquired: true, affected: 20 });
  expect(seen).toEqual([undefined, '2', '2', '3']);
});
