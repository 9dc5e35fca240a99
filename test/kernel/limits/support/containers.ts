import { type Counted, limiterOn, type Verdict } from '@waybill/kernel/limits/rate/limiter';
import type { Rates } from '@waybill/kernel/limits/rate/rates';
import { memoryRates } from '@waybill/kernel/storage/memory/rates';
import { clockAt } from '../../support/platforms.ts';

/** Pseudo-random numbers in [0, 1) from a seed (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface Written {
  readonly at: number;
  readonly key: string;
}

/** Containers that share one store, a clock, and what was written. */
export const containers = (count: number, start = '2026-05-04T12:00:00.000Z') => {
  const clock = clockAt(start);
  const stored = memoryRates(clock);
  const writes: Written[] = [];
  const rates: Rates = {
    // The answer arrives after requests that were made in the meantime.
    add: async (item, change) => {
      writes.push({ at: clock().getTime(), key: item.key });
      const answer = await stored.add(item, change);
      for (let i = 0; i < 5; i++) await undefined;
      return answer;
    },
    before: stored.before,
  };
  const all = Array.from({ length: count }, () => limiterOn({ rates, clock }));
  return {
    clock,
    writes,
    rates,
    ask: (counted: Counted, container = 0): Promise<Verdict> => all[container]!(counted),
  };
};

interface Load {
  readonly seconds: number;
  readonly perSecond: number;
  readonly containers: number;
  readonly seed: number;
  readonly counted: (i: number, random: () => number) => Counted;
  /** Requests that are on their way at the same moment. */
  readonly atOnce?: number;
}

/** Sends requests to containers at random. Returns which were admitted, and what was written. */
export const underLoad = async ({ seconds, perSecond, containers: many, seed, counted, atOnce = 5 }: Load) => {
  const random = seeded(seed);
  const { clock, writes, ask } = containers(many);
  const begin = clock().getTime();
  const admitted: number[] = [];
  const requests = seconds * perSecond;
  for (let i = 0; i < requests; i += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, requests - i) }, (_, j) =>
      ask(counted(i + j, random), Math.floor(random() * many)),
    );
    for (const { retryAfter } of await Promise.all(some))
      if (retryAfter === undefined) admitted.push(clock().getTime() - begin);
    clock.advance(atOnce / perSecond);
  }
  const busiest = Math.max(
    ...[...Map.groupBy(writes, ({ at, key }) => `${key} ${Math.floor(at / 1000)}`).values()].map((all) => all.length),
  );
  return { requests, admitted, writes: writes.length, busiest };
};
