import { countedFor, rateLimits } from '@waybill/kernel/limits/rate/limits';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { admitsWhatItSays } from './support/admits.ts';
import { underLoad } from './support/containers.ts';
import { limits, somewhere } from './support/floods.ts';

// The store of these tests answers at once, however busy the machine is.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
// The files of a worker share its timers.
afterEach(() => void vi.useRealTimers());

describe.each([1, 50])('of 1,000 requests a second on %i containers', admitsWhatItSays);

test('a country admits 100,000 of 2,500 requests a second, within 2 %, and its item is not hot', async () => {
  const counted = (i: number) => countedFor(somewhere(i), undefined, { ...limits, country: rateLimits.country });
  const load = { seconds: 42, perSecond: 2_500, containers: 50, seed: 1, counted, atOnce: 25 };
  const { admitted, busiest } = await underLoad(load);
  expect(admitted.length).toBeGreaterThanOrEqual(rateLimits.country);
  expect(admitted.length).toBeLessThanOrEqual(rateLimits.country * 1.02);
  // DynamoDB takes 1,000 writes a second of one partition key.
  expect(busiest).toBeLessThan(500);
});

test.each([1, 10, 50])('on %i containers, usual traffic costs at most one write for a request', async (many) => {
  // 3,000 clients in 300 cities of 6 countries, each with 10 requests a minute; every tenth is a machine with a key.
  const all = Array.from({ length: 3_000 }, (_, who) => {
    const where = { country: ['AT', 'CH', 'DE', 'FR', 'GB', 'IT'][who % 6]!, city: `${who % 300}` };
    const from = { device: `${who}`, ip: `51.${who % 250}.${Math.floor(who / 250)}.1`, where };
    return countedFor(from, who % 10 ? undefined : { id: `${who}` });
  });
  const counted = (_: number, random: () => number) => all[Math.floor(random() * all.length)]!;
  const load = { seconds: 60, perSecond: 500, containers: many, seed: 1, counted };
  const { requests, admitted, writes } = await underLoad(load);
  expect(admitted.length).toBe(requests);
  expect(writes / requests).toBeLessThanOrEqual(1);
});
