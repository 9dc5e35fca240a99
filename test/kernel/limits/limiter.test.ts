import { type Counted, limiterOn } from '@waybill/kernel/limits/rate/limiter';
import { countedFor, type RateLimits, rateLimits } from '@waybill/kernel/limits/rate/limits';
import type { Rates } from '@waybill/kernel/limits/rate/rates';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { ThrottledError } from '@waybill/kernel/platform';
import { memoryRates } from '@waybill/kernel/storage/memory/rates';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { clockAt } from '../support/platforms.ts';
import { containers } from './support/containers.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const far = 1e9;
const none = { device: far, address: far, burst: far, city: far, country: far, key: far, keyDay: far };
const client = { ip: '203.0.113.7', device: 'a', where: { country: 'GB', city: 'Leeds' } };
const only = (limits: Partial<RateLimits>, from: object = {}, key?: Parameters<typeof countedFor>[1]) =>
  countedFor({ ...client, ...from }, key, { ...none, ...limits });

/** Sends that many requests, one after the other. Returns how many were admitted before the first refusal. */
const admitted = async ({ ask }: ReturnType<typeof containers>, counted: Counted, requests: number, container = 0) => {
  for (let i = 0; i < requests; i++) if ((await ask(counted, container)).retryAfter !== undefined) return i;
  return requests;
};

describe('a limit of one container', () => {
  test.each([
    ['device', only({ device: 100 }), 100],
    ['address', only({ address: 5_000 }), 5_000],
    ['burst', only({ burst: 100 }), 100],
    ['city', only({ city: 25_000 }), 25_000],
    ['country', only({ country: 30_000 }), 30_000],
    ['key', only({ key: 600 }, {}, { id: 'k' }), 600],
    ['key of its own', only({}, {}, { id: 'k', perMinute: 3 }), 3],
    ['day of a key', only({}, {}, { id: 'k', perDay: 2_000 }), 2_000],
  ])('%s admits N, and not N + 1', async (_, counted, limit) => {
    const world = containers(1);
    expect(await admitted(world, counted, limit + 1)).toBe(limit);
  });

  test('refuses for 300 seconds, and not longer however many requests are refused', async () => {
    const world = containers(1);
    const counted = only({ device: 100 });
    expect(await admitted(world, counted, 101)).toBe(100);
    for (let second = 300; second > 0; second--) {
      expect((await world.ask(counted)).retryAfter).toBe(second);
      world.clock.advance(1);
    }
    // One request a second was refused in the last minute: less than the limit.
    expect((await world.ask(counted)).retryAfter).toBeUndefined();
  });

  test('refuses again after the block if the requests go on', async () => {
    const world = containers(1);
    const counted = only({ device: 100 });
    expect(await admitted(world, counted, 101)).toBe(100);
    for (let i = 0; i < 600; i++) {
      world.clock.advance(0.5);
      await world.ask(counted);
    }
    world.clock.advance(0.1);
    expect((await world.ask(counted)).retryAfter).toBe(300);
  });

  test('weighs the previous minute by what of it lies within the last sixty seconds', async () => {
    const world = containers(1);
    const counted = only({ device: 100 });
    expect(await admitted(world, counted, 80)).toBe(80);
    world.clock.advance(60 + 15);
    // floor(80 × 45/60 + 40) is 100.
    expect(await admitted(world, counted, 41)).toBe(40);
  });

  test('forgets a minute after another has passed', async () => {
    const world = containers(1);
    const counted = only({ device: 100 });
    expect(await admitted(world, counted, 100)).toBe(100);
    world.clock.advance(120);
    expect(await admitted(world, counted, 101)).toBe(100);
  });

  test('of ten seconds slides over the edge of a minute', async () => {
    const world = containers(1);
    const counted = only({ burst: 100 });
    world.clock.advance(55);
    expect(await admitted(world, counted, 80)).toBe(80);
    world.clock.advance(10);
    // floor(80 × 5/10 + 60) is 100.
    expect(await admitted(world, counted, 61)).toBe(60);
  });
});

describe('several containers', () => {
  test('count together, exactly where the limit is small', async () => {
    const world = containers(20);
    const counted = only({ device: 100, burst: 100 });
    let passed = 0;
    for (let i = 0; i < 200; i++) if ((await world.ask(counted, i % 20)).retryAfter === undefined) passed++;
    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThanOrEqual(101);
  });

  test('know of a block that another began, also in later minutes', async () => {
    const world = containers(3);
    const counted = only({ device: 100 });
    expect(await admitted(world, counted, 101)).toBe(100);
    expect((await world.ask(counted, 1)).retryAfter).toBe(300);
    world.clock.advance(290);
    expect((await world.ask(counted, 2)).retryAfter).toBe(10);
    world.clock.advance(10);
    expect((await world.ask(counted, 2)).retryAfter).toBeUndefined();
  });

  test('weigh the previous minute of all of them', async () => {
    const world = containers(2);
    const counted = only({ device: 100 });
    expect(await admitted(world, counted, 80)).toBe(80);
    world.clock.advance(60 + 15);
    expect(await admitted(world, counted, 41, 1)).toBe(40);
  });
});

test('never refuses below the limit, and never admits within a block', async () => {
  const limit = 20;
  const step = fc.record({
    wait: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 90 }), fc.constant(299)),
    container: fc.nat({ max: 4 }),
    requests: fc.integer({ min: 1, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const { clock, ask } = containers(5);
      const counted = only({ device: limit });
      const perMinute = new Map<number, number>();
      let freeAt = 0;
      const begun = new Set<number>();
      for (const { wait, container, requests } of steps) {
        clock.advance(wait);
        for (let i = 0; i < requests; i++) {
          const ms = clock().getTime();
          const minute = Math.floor(ms / 60_000);
          perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
          const really = Math.floor(
            (perMinute.get(minute - 1) ?? 0) * (1 - ((ms / 60_000) % 1)) + perMinute.get(minute)!,
          );
          const { retryAfter } = await ask(counted, container);
          if (ms < freeAt && begun.has(container)) expect(retryAfter).toBeGreaterThan(0);
          if (retryAfter === undefined) continue;
          if (ms >= freeAt) expect(really).toBeGreaterThan(limit);
          freeAt = Math.max(freeAt, ms + retryAfter * 1000);
          if (retryAfter) begun.add(container);
        }
      }
    }),
    { numRuns: 200 },
  );
});

describe('what is counted', () => {
  const names = (counted: Counted) =>
    [...(counted.near ? [counted.near] : []), ...counted.wide].flatMap(({ meters }) => meters.map(({ name }) => name));

  test('is the device, the network, the city and the country of a client', () => {
    expect(names(countedFor(client, undefined))).toEqual(['device', 'address', 'burst', 'city', 'country']);
    expect(names(countedFor({ ...client, where: { country: 'GB' } }, undefined))).toEqual([
      'device',
      'address',
      'burst',
      'country',
    ]);
    expect(names(countedFor({ ...client, where: {} }, undefined))).toEqual(['device', 'address', 'burst']);
  });

  test('is the key in place of the device', () => {
    expect(names(countedFor({ ...client, where: {} }, { id: 'k' }))).toEqual([
      'key',
      'address',
      'burst',
      'key',
      'key-day',
    ]);
  });

  test.each(['10.1.2.3', '192.168.0.1', '127.0.0.1', '169.254.1.1', '::1', 'fe80::1', 'fd00::1', '100.64.0.1'])(
    'is only the device of %s',
    (ip) => {
      expect(names(countedFor({ ...client, ip }, undefined))).toEqual(['device']);
      expect(names(countedFor({ ...client, ip }, { id: 'k' }))).toEqual(['key', 'key', 'key-day']);
    },
  );

  test('is nothing without an address: no client called API Gateway', () => {
    expect(names(countedFor({ ...client, ip: undefined }, undefined))).toEqual([]);
  });

  test('is one network for all addresses of an IPv6 /64, and another for the next', () => {
    const keyOf = (ip: string) => countedFor({ ...client, ip }, undefined).near!.key;
    expect(keyOf('2001:db8:1:2::7')).toBe(keyOf('2001:db8:1:2:ffff::8'));
    expect(keyOf('2001:db8:1:2::7')).not.toBe(keyOf('2001:db8:1:3::7'));
  });

  test('is a city with its country: Birmingham, GB and Birmingham, US are two', () => {
    const keyOf = (country: string) =>
      countedFor({ ...client, where: { country, city: 'Birmingham' } }, undefined).wide[0]!.key;
    expect(keyOf('GB')).not.toBe(keyOf('US'));
  });

  test('is no country that the stage lets pass, but its cities', () => {
    vi.stubEnv('WAYBILL_FREE_COUNTRIES', 'US,GB');
    expect(names(countedFor(client, undefined))).toEqual(['device', 'address', 'burst', 'city']);
    expect(names(countedFor({ ...client, where: { country: 'FR' } }, undefined))).toContain('country');
  });

  test('of networks and devices is multiplied on a stage whose users share addresses', () => {
    vi.stubEnv('WAYBILL_ADDRESS_SHARE', '10');
    const limits = Object.fromEntries(
      countedFor(client, undefined).near!.meters.map(({ name, limit }) => [name, limit]),
    );
    expect(limits).toEqual({ device: 1_000, address: 50_000, burst: 1_000 });
    expect(countedFor(client, { id: 'k' }).near!.meters[0]!.limit).toBe(rateLimits.key);
  });

  test('has no address, city or key in what is stored', async () => {
    const { ask, writes, rates } = containers(1);
    const counted = countedFor(client, { id: 'key:secret-id' });
    for (let i = 0; i < 30; i++) await ask(counted);
    const stored = JSON.stringify([writes, counted.near, counted.wide, await rates.before(counted.near as any, 5)]);
    for (const secret of ['203.0.113.7', 'Leeds', 'secret-id']) expect(stored).not.toContain(secret);
  });

  test('of one device does not block another of its network, and a blocked network takes no more devices', async () => {
    const world = containers(1);
    const of = (device: string) => countedFor({ ...client, device }, undefined, { ...none, device: 10, burst: 30 });
    expect(await admitted(world, of('a'), 11)).toBe(10);
    expect(await admitted(world, of('b'), 5)).toBe(5);
    expect(await admitted(world, of('c'), 10)).toBe(10);
    expect(await admitted(world, of('b'), 6)).toBe(4);
    for (let i = 0; i < 5_000; i++) await world.ask(of(`rotated ${i}`));
    const { counts } = await world.rates.add(
      { key: of('a').near!.key, window: Math.floor(world.clock().getTime() / 60_000) },
      { counts: {}, expiresAt: 1e10 },
    );
    expect(Object.keys(counts).length).toBeLessThan(10);
  });
});

describe('a store', () => {
  const world = (rates: Partial<Rates>) => {
    const clock = clockAt('2026-05-04T12:00:00.000Z');
    const stored = memoryRates(clock);
    const all = { ...stored, ...rates };
    const ask = limiterOn({ rates: all, clock });
    const lines: string[] = [];
    onTestFinished(alsoLogTo((line) => void lines.push(line)));
    return { clock, stored, rates: all, ask, skipped: () => lines.filter((line) => line.includes('limits skipped')) };
  };
  const counted = only({ device: 100 });

  test('that fails lets requests pass, is left alone for a second, and is reported without the address', async () => {
    let calls = 0;
    const { clock, ask, skipped } = world({
      add: async () => {
        calls++;
        throw new Error('203.0.113.7 is down');
      },
    });
    for (let i = 0; i < 50; i++) expect((await ask(counted)).retryAfter).toBeUndefined();
    expect(calls).toBe(1);
    clock.advance(1);
    await ask(counted);
    expect(calls).toBe(2);
    expect(skipped()).toHaveLength(2);
    expect(skipped().join()).not.toContain('203.0.113.7');
  });

  test('that fails does not stop a container from refusing what it alone has counted', async () => {
    const { ask } = world({ add: () => Promise.reject(new Error('down')) });
    let passed = 0;
    while ((await ask(counted)).retryAfter === undefined) passed++;
    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThanOrEqual(101);
  });

  test('that throttled a write receives its count later', async () => {
    let isThrottled = true;
    const { clock, stored, rates, ask } = world({
      add: async (item, change) => {
        if (isThrottled) throw new ThrottledError('throttled');
        return stored.add(item, change);
      },
    });
    for (let i = 0; i < 10; i++) await ask(counted);
    isThrottled = false;
    clock.advance(2);
    await ask(counted);
    const [{ key, seconds }] = [counted.near!];
    const item = { key, window: Math.floor(clock().getTime() / 1000 / seconds) };
    const { counts } = await rates.add(item, { counts: {}, expiresAt: 1e10 });
    expect(counts.m).toBe(11);
  });

  test('that is slow lets a request pass after 50 ms, and counts it when it answers', async () => {
    const gate: (() => void)[] = [];
    let isSlow = false;
    const { clock, stored, ask, skipped } = world({
      add: async (item, change) => {
        if (isSlow) await new Promise<void>((resolve) => gate.push(resolve));
        return stored.add(item, change);
      },
    });
    await ask(counted);
    isSlow = true;
    const asking = [ask(counted), ask(counted)];
    await vi.advanceTimersByTimeAsync(49);
    expect(skipped()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    for (const verdict of await Promise.all(asking)) expect(verdict.retryAfter).toBeUndefined();
    expect(skipped().length).toBeGreaterThan(0);
    for (const open of gate) open();
    await vi.advanceTimersByTimeAsync(0);
    const { counts } = await stored.add(
      { key: counted.near!.key, window: Math.floor(clock().getTime() / 60_000) },
      { counts: {}, expiresAt: 1e10 },
    );
    expect(counts.m).toBe(3);
  });
});
