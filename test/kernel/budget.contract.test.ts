import type { Budget, Platform, Reservation } from '@waybill/kernel';
import { reserve } from '@waybill/kernel/limits/budget';
import { memory } from '@waybill/kernel/memory';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { clockAt, onEveryPlatform } from './support/platforms.ts';

afterEach(() => void vi.unstubAllEnvs());

const start = '2026-05-04T12:00:00.000Z';
const requests: Budget = { name: 'mails', most: 3, seconds: 60, counts: 'requests' };
const failures: Budget = { name: 'guesses', most: 3, seconds: 60, counts: 'failures' };
const slow: Budget = { name: 'slow', most: 10, seconds: 3_600, counts: 'failures', delays: [0, 0, 0, 0, 5, 15, 30] };

const waitOf = (reservation: Reservation) => (reservation.granted ? 0 : reservation.retryAfter);
const using = (platform: Platform) => {
  const take = (budget: Budget, key = 'ada') => reserve(platform, [{ budget, key }]);
  const wait = async (budget: Budget, key = 'ada') => waitOf(await take(budget, key));
  /** Takes one use and reports the outcome. Returns how long to wait if it was not granted. */
  const tryOnce = async (budget: Budget, outcome: 'succeeded' | 'failed', key = 'ada') => {
    const reservation = await take(budget, key);
    if (reservation.granted) await reservation.settle(outcome);
    return waitOf(reservation);
  };
  return { take, wait, tryOnce };
};

onEveryPlatform((open) => {
  const world = async () => {
    const clock = clockAt(start);
    const platform = await open({ clock });
    return { clock, platform, ...using(platform) };
  };

  test('a budget of requests limits the uses in any window of that length, and reports when the next one is available', async () => {
    const { clock, wait } = await world();
    expect(await wait(requests)).toBe(0);
    clock.advance(20);
    expect(await wait(requests)).toBe(0);
    expect(await wait(requests)).toBe(0);
    expect(await wait(requests)).toBe(40);
    clock.advance(39);
    expect(await wait(requests)).toBe(1);
    clock.advance(1);
    expect(await wait(requests)).toBe(0);
    expect(await wait(requests)).toBe(20);
  });

  test('keys and budgets are counted separately', async () => {
    const { wait } = await world();
    for (let i = 0; i < 3; i++) await wait(requests);
    expect(await wait(requests)).toBe(60);
    expect(await wait(requests, 'eve')).toBe(0);
    expect(await wait({ ...requests, name: 'other' })).toBe(0);
  });

  test('a refused request uses nothing of any budget', async () => {
    const { platform, wait } = await world();
    for (let i = 0; i < 3; i++) await wait(requests);
    const other = { ...requests, name: 'other' };
    for (let i = 0; i < 9; i++) {
      const both = await reserve(platform, [
        { budget: requests, key: 'ada' },
        { budget: other, key: 'ada' },
      ]);
      expect(both).toMatchObject({ granted: false, retryAfter: 60, budget: { name: 'mails' } });
    }
    for (let i = 0; i < 3; i++) expect(await wait(other)).toBe(0);
  });

  test('a budget of failures is not used by successes', async () => {
    const { tryOnce } = await world();
    for (let i = 0; i < 9; i++) expect(await tryOnce(failures, 'succeeded')).toBe(0);
    for (let i = 0; i < 3; i++) expect(await tryOnce(failures, 'failed')).toBe(0);
    expect(await tryOnce(failures, 'succeeded')).toBe(60);
  });

  test('an open use counts, and requires a second to wait', async () => {
    const { take, wait } = await world();
    const taken = [await take(failures), await take(failures), await take(failures)];
    expect(await wait(failures)).toBe(1);
    const [first] = taken;
    if (first?.granted) await first.settle('succeeded');
    expect(await wait(failures)).toBe(0);
  });

  test('an interrupted use counts as a failure', async () => {
    const { clock, take, wait } = await world();
    for (let i = 0; i < 3; i++) await take(failures);
    clock.advance(30);
    expect(await wait(failures)).toBe(30);
  });

  test('delays grow with each failure, to the second, and requests in between change nothing', async () => {
    const { clock, tryOnce } = await world();
    for (let i = 0; i < 4; i++) expect(await tryOnce(slow, 'failed')).toBe(0);
    for (const delay of [5, 15, 30, 30]) {
      for (let i = 0; i < 3; i++) expect(await tryOnce(slow, 'failed')).toBe(delay);
      clock.advance(delay - 1);
      expect(await tryOnce(slow, 'failed')).toBe(1);
      clock.advance(1);
      expect(await tryOnce(slow, 'failed')).toBe(0);
    }
    clock.advance(3_600);
    for (let i = 0; i < 4; i++) expect(await tryOnce(slow, 'failed')).toBe(0);
    expect(await tryOnce(slow, 'failed')).toBe(5);
  });

  test('of a hundred guesses at once no more than allowed run concurrently', async () => {
    const { take, wait } = await world();
    const all = await Promise.all(Array.from({ length: 100 }, () => take(slow)));
    const granted = all.filter((reservation) => reservation.granted);
    expect(granted.length).toBeLessThanOrEqual(slow.most);
    for (const reservation of granted) await reservation.settle('failed');
    if (granted.length > 3) expect(await wait(slow)).toBeGreaterThan(0);
  });

  test('of a hundred requests at once some pass, so a flood does not block all users', async () => {
    const { take, wait } = await world();
    const all = await Promise.all(Array.from({ length: 100 }, () => take(requests)));
    expect(all.filter(({ granted }) => granted).length).toBeGreaterThanOrEqual(requests.most);
    expect(await wait(requests)).toBe(60);
  });

  test('six at once that succeed all pass', async () => {
    const { take, tryOnce } = await world();
    const all = await Promise.all(Array.from({ length: 6 }, () => take(slow)));
    expect(all.map(waitOf)).toEqual([0, 0, 0, 0, 0, 0]);
    await Promise.all(all.map((one) => one.granted && one.settle('succeeded')));
    expect(await tryOnce(slow, 'failed')).toBe(0);
  });

  test('after three failures guesses run one at a time', async () => {
    const { clock, take, tryOnce } = await world();
    for (let i = 0; i < 4; i++) await tryOnce(slow, 'failed');
    clock.advance(5);
    const all = await Promise.all(Array.from({ length: 10 }, () => take(slow)));
    expect(all.filter(({ granted }) => granted).length).toBeLessThanOrEqual(1);
  });
});

describe('a budget', () => {
  test('never grants more failures in any time than its delays allow', async () => {
    const delays = [0, 0, 0, 0, 5, 15, 30, 60, 300, 900];
    const budget: Budget = { name: 'guess', most: 10, seconds: 3_600, counts: 'failures', delays };
    /** The maximum number of uses in that many seconds: each waits for the one before. */
    const most = (seconds: number) => {
      const delayAfter = (failed: number) => delays[Math.min(failed, delays.length - 1)]!;
      let [guesses, spent] = [1, 0];
      while (spent + delayAfter(guesses) <= seconds) spent += delayAfter(guesses++);
      return guesses;
    };
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(pauses, async (pauses) => {
        const clock = clockAt(start);
        const { tryOnce } = using(memory({ clock }));
        const at: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          if ((await tryOnce(budget, 'failed')) === 0) at.push(clock().getTime() / 1000);
        }
        // Within the window nothing is forgotten; earlier failures can only increase the delay.
        for (const [i, from] of at.entries()) {
          const within = at.slice(i).filter((time) => time - from < budget.seconds);
          expect(within.length).toBeLessThanOrEqual(most(within.at(-1)! - from));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of networks is larger where many users share few addresses', async () => {
    const clock = clockAt(start);
    const { wait } = using(memory({ clock }));
    vi.stubEnv('WAYBILL_ADDRESS_SHARE', '2');
    const budget = { ...requests, perNetwork: true };
    for (let i = 0; i < 6; i++) expect(await wait(budget)).toBe(0);
    expect(await wait(budget)).toBe(60);
    for (let i = 0; i < 3; i++) expect(await wait(requests, 'eve')).toBe(0);
    expect(await wait(requests, 'eve'), 'other budgets are as they were').toBe(60);
  });

  test('in memory writes nothing, and belongs to one instance', async () => {
    const clock = clockAt(start);
    const platform = memory({ clock });
    const notes = { ...platform.logs, put: () => Promise.reject(new Error('nothing is written')) };
    const { wait } = using({ ...platform, logs: notes });
    const budget = { ...requests, inMemory: true };
    for (let i = 0; i < 3; i++) expect(await wait(budget)).toBe(0);
    expect(await wait(budget)).toBe(60);
    expect(await wait(budget, 'eve')).toBe(0);
    expect(await using(memory({ clock })).wait(budget)).toBe(0);
    clock.advance(60);
    expect(await wait(budget)).toBe(0);
  });

  test('in memory gives a use back when the operation succeeds, also while others run', async () => {
    const platform = memory({ clock: clockAt(start) });
    const budget = { ...failures, inMemory: true };
    const take = () => reserve(platform, [{ budget, key: 'ada' }]);
    for (let i = 0; i < 3 * budget.most; i++) {
      const [one, other] = [await take(), await take()];
      for (const it of [one, other]) if (it.granted) await it.settle('succeeded');
      expect([one.granted, other.granted]).toEqual([true, true]);
    }
    for (let i = 0; i < budget.most; i++) {
      const it = await take();
      if (it.granted) await it.settle('failed');
    }
    expect(await take()).toMatchObject({ granted: false });
  });

  test('stores no key in plain text: keys are addresses of users and machines', async () => {
    const clock = clockAt(start);
    const platform = memory({ clock });
    const written: unknown[] = [];
    const put: Platform['logs']['append'] = (...note) => {
      written.push(note);
      return platform.logs.append(...note);
    };
    await using({ ...platform, logs: { ...platform.logs, append: put } }).wait(requests, 'ada@example.com');
    expect(written).toHaveLength(1);
    expect(JSON.stringify(written)).not.toContain('ada');
  });
});
