import type { Counted } from '@waybill/kernel/limits/rate/limiter';
import { countedFor, rateLimits } from '@waybill/kernel/limits/rate/limits';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { underLoad } from './support/containers.ts';

// The store of these tests answers at once, however busy the machine is.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
// The files of a worker share its timers.
afterEach(() => void vi.useRealTimers());

const far = 1e9;
const limits = { device: far, address: far, burst: far, city: far, country: far, key: far, keyDay: far };
const client = { ip: '203.0.113.7', device: 'a', where: { country: 'GB', city: 'Leeds' } };
const somewhere = (i: number) => ({ ...client, device: `${i}`, ip: `51.${i % 100}.${i % 211}.1` });
type Name = keyof typeof limits;

/** Requests that exceed one limit, and only that. */
const floods: Partial<Record<Name, (i: number) => Counted>> = {
  device: () => countedFor(client, undefined, { ...limits, device: rateLimits.device }),
  burst: (i) => countedFor({ ...client, device: `${i}` }, undefined, { ...limits, burst: rateLimits.burst }),
  address: (i) => countedFor({ ...client, device: `${i % 50}` }, undefined, { ...limits, address: rateLimits.address }),
  city: (i) => countedFor(somewhere(i), undefined, { ...limits, city: rateLimits.city }),
  key: () => countedFor(client, { id: 'k' }, { ...limits, key: rateLimits.key }),
};
/** Fewer where a run is long. */
const seedsOf = (limit: number) => (limit > 1_000 ? [1] : [1, 2, 3]);

describe.each([1, 10, 50])('of 1,000 requests a second on %i containers', (many) => {
  test.each(Object.keys(floods) as Name[])(
    'the limit of one %s admits as many as it says, or at most two in a hundred more',
    async (name) => {
      const limit = rateLimits[name];
      for (const seed of seedsOf(limit)) {
        const seconds = Math.ceil(limit / 1_000) + 2;
        const { admitted } = await underLoad({
          seconds,
          perSecond: 1_000,
          containers: many,
          seed,
          counted: floods[name]!,
        });
        expect(admitted.length, `seed ${seed}`).toBeGreaterThanOrEqual(limit);
        expect(admitted.length, `seed ${seed}`).toBeLessThanOrEqual(limit * (many === 1 ? 1 : 1.02));
      }
    },
  );
});

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

test('a flood that is refused costs few writes', async () => {
  const counted = () => countedFor(client, undefined);
  const { requests, writes } = await underLoad({ seconds: 30, perSecond: 1_000, containers: 50, seed: 1, counted });
  expect(writes / requests).toBeLessThan(0.15);
});
