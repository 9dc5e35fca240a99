import { countedFor } from '@waybill/kernel/limits/rate/limits';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { admitsWhatItSays } from './support/admits.ts';
import { underLoad } from './support/containers.ts';
import { client } from './support/floods.ts';

// The store of these tests answers at once, however busy the machine is.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
// The files of a worker share its timers.
afterEach(() => void vi.useRealTimers());

describe('of 1,000 requests a second on 10 containers', () => admitsWhatItSays(10));

test('a flood that is refused costs few writes', async () => {
  const counted = () => countedFor(client, undefined);
  const { requests, writes } = await underLoad({ seconds: 30, perSecond: 1_000, containers: 50, seed: 1, counted });
  expect(writes / requests).toBeLessThan(0.15);
});
