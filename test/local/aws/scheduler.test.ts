import { Cron } from 'croner';
import { describe, expect, test } from 'vitest';
import { timingOf } from '#scripts/local/bus/cron';
import { startScheduler } from '#scripts/local/bus/scheduler';

const options = {
  mode: '7-part',
  alternativeWeekdays: true,
  sloppyRanges: true,
  domAndDow: true,
  timezone: 'UTC',
} as const;

const next = (every: string, after = '2026-01-01T00:00:00Z', runs = 2) => {
  const timing = timingOf(every);
  if (!('cron' in timing)) throw new Error('not a cron expression');
  return new Cron(timing.cron, options).nextRuns(runs, new Date(after)).map((date) => date.toISOString().slice(0, 16));
};

describe('a rate', () => {
  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(30 days)', 2_592_000_000],
  ])('%s', (every, everyMs) => expect(timingOf(every)).toEqual({ everyMs }));

  test.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(-1 minutes)',
    'rate(1.5 hours)',
    'rate(5 weeks)',
    'rate(5)',
    '',
  ])('%s is refused', (every) => expect(() => timingOf(every)).toThrow(/not a schedule EventBridge takes/));
});

describe('a pattern', () => {
  test.each([
    ['cron(15 10 * * ? *)', ['2026-01-01T10:15', '2026-01-02T10:15']],
    ['cron(0 18 ? * MON-FRI *)', ['2026-01-01T18:00', '2026-01-02T18:00']],
    ['cron(0 8 1 * ? *)', ['2026-01-01T08:00', '2026-02-01T08:00']],
    ['cron(0/15 * * * ? *)', ['2026-01-01T00:15', '2026-01-01T00:30']],
    ['cron(0 0 L * ? *)', ['2026-01-31T00:00', '2026-02-28T00:00']],
    ['cron(0 9 ? * 6L *)', ['2026-01-30T09:00', '2026-02-27T09:00']],
    ['cron(0 9 ? * FRI#2 *)', ['2026-01-09T09:00', '2026-02-13T09:00']],
    ['cron(0 9 ? * L *)', ['2026-01-03T09:00', '2026-01-10T09:00']],
    ['cron(0 22-2 * * ? *)', ['2026-01-01T01:00', '2026-01-01T02:00']],
    ['cron(0 0 ? * FRI-MON *)', ['2026-01-02T00:00', '2026-01-03T00:00']],
    ['cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['cron(0 0 3W * ? *)', ['2026-01-02T00:00', '2026-02-03T00:00']],
    ['cron(0 0 1 JAN ? 2027)', ['2027-01-01T00:00']],
  ])('%s', (every, expected) => expect(next(every)).toEqual(expected));

  test.each([
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 * * ?)',
    'cron(60 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 10 32 * ? *)',
    'cron(0 10 0 * ? *)',
    'cron(0 10 * 13 ? *)',
    'cron(0 10 ? * 8 *)',
    'cron(0 10 ? * 0 *)',
    'cron(0 10 ? * MON#6 *)',
    'cron(0 10 * * ? 1969)',
    'cron(0/0 10 * * ? *)',
    'cron(, 10 * * ? *)',
    'cron(0 10 L,15 * ? *)',
    'cron(0 10 * FOO ? *)',
    'cron(0  10 * * ? *)',
    '0 10 * * ? *',
  ])('%s is refused', (every) => expect(() => timingOf(every)).toThrow(/not a schedule EventBridge takes/));
});

test('a scheduler runs a job on demand and lets it finish before it stops', async () => {
  let finish = () => {};
  const received: object[] = [];
  const run = async (event: object) => {
    received.push(event);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const scheduler = await startScheduler([{ name: 'sweep', every: 'rate(30 days)', run }]);
  const running = scheduler.run('sweep');
  const stopped = scheduler.stop();
  finish();
  await Promise.all([running, stopped]);
  expect(received).toMatchObject([{ source: 'aws.events', 'detail-type': 'Scheduled Event' }]);
  await expect(scheduler.run('nothing')).rejects.toThrow('there is no job nothing');
});
