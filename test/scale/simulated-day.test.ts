import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { busiestSecond, calls, day } from '../../bench/scale/day.ts';
import { broken, factors, table, uses } from '../../bench/scale/scale.ts';

const total = (minutes: readonly number[]) => minutes.reduce((sum, count) => sum + count, 0);

test('a simulated day has every request of every delivery and is deterministic', () => {
  const minutes = day(1_000);
  const counts = calls.map((call) => [call, total(minutes[call])]);
  expect(Object.fromEntries(counts)).toEqual({ create: 1_000, setOut: 1_000, checkpoint: 6_000, deliver: 1_000 });
  expect(day(1_000)).toEqual(minutes);
});

test('the requests of a day that is too large to simulate grow with its deliveries', () => {
  const { create, checkpoint } = day(1_000_000);
  expect([total(create), total(checkpoint)].map(Math.round)).toEqual([1_000_000, 6_000_000]);
});

test('the peak second is above the mean of the day, and closer to it with many deliveries', () => {
  const peak = (deliveries: number) => {
    const rates = busiestSecond(deliveries);
    return calls.reduce((sum, call) => sum + rates[call], 0) / ((9 * deliveries) / 86_400);
  };
  expect(peak(1_000_000)).toBeGreaterThan(1.5);
  expect(peak(1_000)).toBeGreaterThan(peak(1_000_000));
});

test('more deliveries use more of every limit, and none is exceeded at 1×', () => {
  const columns = factors.map(uses);
  for (const [i, { what, load }] of columns[0]!.entries()) {
    const loads = columns.map((all) => all[i]!.load);
    expect(
      loads.toSorted((a, b) => a - b),
      what,
    ).toEqual(loads);
    expect(load, what).toBeGreaterThan(0);
  }
  expect(broken(uses(1))).toEqual([]);
  expect(broken(uses(1_000)).length).toBeGreaterThan(0);
});

test('docs/scale.md shows the table of the simulation', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/scale.md'), 'utf8')).toContain(table());
});
