import { rateLimits } from '@waybill/kernel/limits/rate/limits';
import { expect, test } from 'vitest';
import { underLoad } from './containers.ts';
import { floods, type Name } from './floods.ts';

/** Fewer where a run is long. */
const seedsOf = (limit: number) => (limit > 1_000 ? [1] : [1, 2, 3]);

/** At 1,000 requests a second on that many containers, each limit admits what it says, and at most 2 % more. */
export const admitsWhatItSays = (containers: number) =>
  test.each(Object.keys(floods) as Name[])(
    'the limit of one %s admits as many as it says, or at most two in a hundred more',
    async (name) => {
      const limit = rateLimits[name];
      for (const seed of seedsOf(limit)) {
        const seconds = Math.ceil(limit / 1_000) + 2;
        const { admitted } = await underLoad({
          seconds,
          perSecond: 1_000,
          containers,
          seed,
          counted: floods[name]!,
        });
        expect(admitted.length, `seed ${seed}`).toBeGreaterThanOrEqual(limit);
        expect(admitted.length, `seed ${seed}`).toBeLessThanOrEqual(limit * (containers === 1 ? 1 : 1.02));
      }
    },
  );
