import { type Unit, within } from '@waybill/auth';
import { type Platform, Problem } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delayAfter } from '#functions/identity/delay-after';
import { knowDevice } from '#functions/identity/devices';
import { attemptOf, succeeded, tryOnce } from '#functions/identity/throttle';
import { clockAt, inEveryWorld } from '../kernel/world.ts';
import { accountHouse, goodPassword, otherPassword, somebody, someEmail } from './support/account-house.ts';

const start = '2026-05-04T12:00:00.000Z';
const curve = [0, 0, 0, 5, 15, 30, 60, 300, 900, 900, 900];

const throttleOf = (platform: Platform) => {
  const doing = <T>(work: (unit: Unit) => Promise<T>) => within(platform, { by: 'test', correlation: 'c' }, work);
  return {
    /** How long to wait; 0: the password is looked at. */
    attempt: (account = 'ada@example.com', device = 'here') =>
      doing((unit) => tryOnce(unit, attemptOf(account, device))),
    succeed: (account = 'ada@example.com', device = 'here') =>
      doing((unit) => succeeded(unit, attemptOf(account, device))),
    know: (account = 'ada@example.com', device = 'here') =>
      doing((unit) => knowDevice(unit, attemptOf(account, device), 'ada')),
  };
};

const world = () => {
  const clock = clockAt(start);
  return { clock, ...throttleOf(memory({ clock })) };
};

test('three failures are free, then each takes longer, and none more than a quarter of an hour', () => {
  expect(curve.map((_, i) => delayAfter(i + 1))).toEqual(curve);
  expect(delayAfter(1_000)).toBe(900);
});

describe('one who guesses', () => {
  test('waits as long as the curve says, to the second', async () => {
    const { clock, attempt } = world();
    for (const [i, wait] of curve.entries()) {
      expect(await attempt(), `attempt ${i + 1}`).toBe(0);
      if (wait === 0) continue;
      expect(await attempt()).toBe(wait);
      clock.advance(wait - 1);
      expect(await attempt()).toBe(1);
      clock.advance(1);
    }
  });

  test('is no better off by asking while there is nothing to try, and no worse', async () => {
    const { clock, attempt } = world();
    for (let i = 0; i < 4; i++) await attempt();
    for (let i = 0; i < 20; i++) expect(await attempt()).toBe(5);
    clock.advance(5);
    expect(await attempt()).toBe(0);
    expect(await attempt()).toBe(15);
  });

  test('begins anew a quarter of an hour after the last wait was over', async () => {
    const { clock, attempt } = world();
    for (let i = 0; i < 4; i++) await attempt();
    clock.advance(5 + 899);
    expect(await attempt()).toBe(0);
    expect(await attempt()).toBe(15);
    clock.advance(15 + 900);
    for (let i = 0; i < 4; i++) expect(await attempt()).toBe(0);
    expect(await attempt()).toBe(5);
  });

  test('keeps nobody else waiting: not another account, not the same one elsewhere', async () => {
    const { attempt } = world();
    for (let i = 0; i < 4; i++) await attempt();
    expect(await attempt()).toBe(5);
    expect(await attempt('eve@example.com')).toBe(0);
    expect(await attempt('ada@example.com', 'there')).toBe(0);
    expect(await attempt('ADA@example.com')).toBe(5);
  });

  test('is let off when the password was right', async () => {
    const { attempt, succeed } = world();
    for (let i = 0; i < 3; i++) await attempt();
    await succeed();
    for (let i = 0; i < 4; i++) expect(await attempt()).toBe(0);
    expect(await attempt()).toBe(5);
  });

  test('with many devices has fifty guesses an hour', async () => {
    const { clock, attempt, know } = world();
    await know('ada@example.com', 'her own');
    for (let i = 0; i < 50; i++) expect(await attempt('ada@example.com', `device ${i}`)).toBe(0);
    clock.advance(600);
    expect(await attempt('ada@example.com', 'device 50')).toBe(3_000);
    expect(await attempt('eve@example.com', 'device 50')).toBe(0);
    expect(await attempt('ada@example.com', 'her own'), 'a device that is known').toBe(0);
    clock.advance(3_000);
    expect(await attempt('ada@example.com', 'device 50')).toBe(0);
  });

  test('on a device that is known waits nevertheless', async () => {
    const { attempt, know } = world();
    await know();
    for (let i = 0; i < 4; i++) await attempt();
    expect(await attempt()).toBe(5);
  });

  test('never has more guesses in any time than the curve allows', async () => {
    /** The most that can be had in so many seconds: three are free, each of the others waits for the one before. */
    const most = (seconds: number) => {
      let [guesses, spent] = [1, 0];
      while (spent + delayAfter(guesses) <= seconds) spent += delayAfter(guesses++);
      return guesses;
    };
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(pauses, async (pauses) => {
        const { clock, attempt } = world();
        const at: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          if ((await attempt()) === 0) at.push(clock().getTime() / 1000);
        }
        // Within 900 s nothing is forgotten; what came before the window can only make it worse for them.
        for (const [i, from] of at.entries()) {
          const within = at.slice(i).filter((time) => time - from < 900);
          const took = within.at(-1)! - from;
          expect(within.length).toBeLessThanOrEqual(most(took));
        }
      }),
      { numRuns: 60 },
    );
  });
});

inEveryWorld((open, where) => {
  test(`a hundred guesses at once are a hundred one after the other (${where})`, async () => {
    const clock = clockAt(start);
    const { attempt } = throttleOf(await open({ clock }));
    const one = async () => {
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof Problem && error.status === 409) return 'busy';
        if (error instanceof Error && error.name === 'Overloaded') return 'busy';
        throw error;
      }
    };
    const answers = await Promise.all(Array.from({ length: 100 }, one));
    const through = answers.filter((it) => it === 0).length;
    expect(through).toBeGreaterThan(0);
    expect(through).toBeLessThanOrEqual(4);
    for (const answer of answers) expect([0, 5, 'busy']).toContain(answer);
  });
});

describe('signing in', () => {
  const guesses = async (clock: ReturnType<typeof clockAt>) => {
    const house = accountHouse(clock);
    const { email, username, token } = await somebody(house.platform);
    const guess = (from: object = {}) => house.ask('signIn', { email, password: otherPassword }, from);
    const enter = (from: object = {}) => house.ask('signIn', { email, password: goodPassword }, from);
    return { ...house, email, username, token, guess, enter };
  };

  test('is put off with 429 and the seconds to wait, the right password as well', async () => {
    const clock = clockAt(new Date().toISOString());
    const { guess, enter } = await guesses(clock);
    for (let i = 0; i < 4; i++) expect((await guess()).status).toBe(401);
    for (const answered of [await guess(), await enter()])
      expect(answered).toMatchObject({
        status: 429,
        headers: { 'retry-after': '5' },
        body: { code: 'too-many-attempts', retryAfter: 5 },
        cookies: [],
      });
    clock.advance(5);
    expect((await enter()).status).toBe(200);
    for (let i = 0; i < 4; i++) expect((await guess()).status).toBe(401);
  });

  test('counts the same for an address however it is spelled', async () => {
    const clock = clockAt(new Date().toISOString());
    const { ask, email } = await guesses(clock);
    const spelled = [email, email.toUpperCase(), ` ${email}`, email, email];
    const statuses = [];
    for (const email of spelled) statuses.push((await ask('signIn', { email, password: otherPassword })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
  });

  test('is not held against whoever has only not proved the address', async () => {
    const { ask } = accountHouse();
    const email = someEmail();
    await ask('signUp', { email, password: goodPassword, name: 'Ada' });
    for (let i = 0; i < 6; i++)
      expect((await ask('signIn', { email, password: goodPassword })).body.code).toBe('email-not-verified');
  });

  test('from a device that is known goes on while others guess', async () => {
    const clock = clockAt(new Date().toISOString());
    const { guess, enter } = await guesses(clock);
    expect((await enter({ ip: '198.51.100.1' })).status).toBe(200);
    for (let i = 0; i < 50; i++) expect((await guess({ ip: `192.0.2.${i}` })).status).toBe(401);
    const stranger = await enter({ ip: '192.0.2.200' });
    expect(stranger.status).toBe(429);
    expect(Number(stranger.headers['retry-after'])).toBeGreaterThan(3_000);
    expect((await enter({ ip: '198.51.100.1' })).status).toBe(200);
  });

  test('by an address and by a username is fifty guesses an hour in all', async () => {
    const clock = clockAt(new Date().toISOString());
    const { ask, email, username } = await guesses(clock);
    const guess = (i: number) =>
      ask('signIn', { ...(i % 2 ? { email } : { username }), password: otherPassword }, { ip: `192.0.2.${i}` });
    for (let i = 0; i < 50; i++) expect((await guess(i)).status).toBe(401);
    expect((await guess(50)).status).toBe(429);
    expect((await guess(51)).status).toBe(429);
  });

  test('a hundred times at once looks at four passwords', async () => {
    const clock = clockAt(new Date().toISOString());
    const { guess, events } = await guesses(clock);
    const answers = await Promise.all(Array.from({ length: 100 }, () => guess()));
    const count = (status: number) => answers.filter((answered) => answered.status === status).length;
    expect(count(401)).toBeGreaterThan(0);
    expect(count(401)).toBeLessThanOrEqual(4);
    expect(count(401) + count(429) + count(409)).toBe(100);
    expect(events.filter(({ type }) => type === 'SignInFailed')).toHaveLength(count(401));
  });
});
