import type { Platform } from '@waybill/kernel';
import { openAccess } from '@waybill/kernel/access/open-access';
import { reserve } from '@waybill/kernel/limits/budget';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guessesAnywhere, wrongCredentials } from '#functions/identity/domain/budgets';
import { signInLimits } from '#functions/identity/domain/sign-in/sign-in-limits';
import { clockAt, onEveryPlatform } from '../../kernel/support/platforms.ts';
import {
  ask,
  aUser,
  bearer,
  goodPassword,
  identityInMemory,
  mailsTo,
  otherPassword,
  someEmail,
  someIp,
  storedCookies,
} from '../support/identity-in-memory.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** Counts `n` wrong passwords without the second that each check takes. */
const tried = async (platform: Platform, times: number, input: object, ip: () => string) => {
  for (let i = 0; i < times; i++) {
    const request = { input, header: () => undefined, ip: ip() } as any;
    const charges = await Promise.all(
      signInLimits.map(async ({ budget, key, reads }) => {
        const access = openAccess<any, any, any>({ reads }, { platform, org: '-', origin: () => ({}) as never });
        return { budget, key: (await key(request, access))! };
      }),
    );
    const reservation = await reserve(platform, charges);
    if (reservation.granted) await reservation.settle('failed');
  }
};

/** A user with a browser that has signed in before, and strangers who guess. */
const guesses = async () => {
  const system = identityInMemory();
  const person = await aUser(system.platform);
  const { email } = person;
  const first = await system.ask('signIn', { email, password: goodPassword }, { ip: someIp() });
  expect(first.status).toBe(200);
  const cookies = storedCookies(first.cookies).filter((cookie) => cookie.includes('.device='));
  const guess = (from: object = {}) => system.ask('signIn', { email, password: otherPassword }, from);
  const enter = (from: object = {}) => system.ask('signIn', { email, password: goodPassword }, from);
  return { ...system, ...person, guess, enter, own: { cookies }, device: first.body.device as string };
};

describe('wrong passwords', () => {
  test('are free three times, then delayed longer each time, as is the right password', async () => {
    const { guess, enter } = await guesses();
    for (let i = 0; i < 4; i++) expect((await guess()).status).toBe(401);
    for (const answered of [await guess(), await enter()])
      expect(answered).toMatchObject({
        status: 429,
        headers: { 'retry-after': '5' },
        body: { code: 'too-many-attempts', retryAfter: 5 },
        cookies: [],
      });
    for (const delay of [5, 15, 30, 60, 300]) {
      later(delay - 1);
      expect((await guess()).headers['retry-after']).toBe('1');
      later(1);
      expect((await guess()).status).toBe(401);
    }
    expect((await guess()).headers['retry-after']).toBe('900');
    later(900);
    expect((await enter()).status).toBe(200);
  });

  test('are counted together for all browsers and IPv6 addresses of a network', async () => {
    const { guess } = await guesses();
    const from = (i: number) => ({ ip: `2001:db8:1:2::${i}`, headers: { 'user-agent': `Firefox/${i}` } });
    for (let i = 0; i < 4; i++) expect((await guess(from(i))).status).toBe(401);
    expect((await guess(from(4))).status).toBe(429);
    expect((await guess({ ip: '2001:db8:1:3::1' })).status).toBe(401);
  });

  test('are counted for the real network, whatever headers the client sends', async () => {
    const { guess } = await guesses();
    const from = (i: number) => ({
      headers: {
        'x-forwarded-for': `192.0.2.${i}`,
        'x-real-ip': `192.0.2.${i}`,
        'cloudfront-viewer-address': `192.0.2.${i}:1`,
      },
    });
    for (let i = 0; i < 4; i++) expect((await guess(from(i))).status).toBe(401);
    expect((await guess(from(4))).status).toBe(429);
  });

  test('are counted together for all capitalisations of an address', async () => {
    const { ask, email } = await guesses();
    const statuses = [];
    for (const spelled of [email, email.toUpperCase(), ` ${email}`, email, email])
      statuses.push((await ask('signIn', { email: spelled, password: otherPassword })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
  });

  test('are limited to fifty an hour for one account, from all networks together', async () => {
    const { guess, email, ask, platform } = await guesses();
    await tried(platform, guessesAnywhere.most - 1, { email }, someIp);
    expect((await guess({ ip: someIp() })).status).toBe(401);
    later(600);
    const stopped = await guess({ ip: someIp() });
    expect(stopped).toMatchObject({ status: 429, headers: { 'retry-after': '3000' } });
    expect((await ask('signIn', { email: someEmail(), password: otherPassword }, { ip: someIp() })).status).toBe(401);
    later(3_000);
    expect((await guess({ ip: someIp() })).status).toBe(401);
  });

  test('do not reveal which username belongs to an address', async () => {
    const { guess, ask, username, email, platform } = await guesses();
    await tried(platform, guessesAnywhere.most, { email }, someIp);
    expect((await guess({ ip: someIp() })).status).toBe(429);
    const byName = await ask('signIn', { username, password: otherPassword }, { ip: someIp() });
    expect(byName.status).toBe(401);
  });

  test('are limited for one network over all accounts, with `Retry-After`', async () => {
    const { ask } = identityInMemory();
    const statuses: number[] = [];
    for (let i = 0; i < 50; i++) {
      const email = `person-${i % 25}@example.org`;
      statuses.push((await ask('signIn', { email, password: otherPassword }, { ip: '198.51.100.1' })).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual(Array.from({ length: 20 }, () => 429));
    const elsewhere = { email: 'person-1@example.org', password: otherPassword };
    expect((await ask('signIn', elsewhere, { ip: '198.51.100.2' })).status).toBe(401);
    later(900);
    expect((await ask('signIn', elsewhere, { ip: '198.51.100.1' })).status).toBe(401);
  });
});

describe('guesses do not lock the owner out', () => {
  test('in a browser that has signed in before, from any network', async () => {
    const { enter, own, platform, email } = await guesses();
    await tried(platform, guessesAnywhere.most, { email }, someIp);
    expect((await enter({ ip: someIp() })).status).toBe(429);
    expect((await enter({ ...own, ip: someIp() })).status).toBe(200);
  });

  test('even if the guesses come from the same network', async () => {
    const { enter, own, platform, email } = await guesses();
    const here = () => '203.0.113.7';
    await tried(platform, 4, { email }, here);
    for (let i = 0; i < wrongCredentials.most; i++) await tried(platform, 1, { email: someEmail() }, here);
    expect((await enter()).headers['retry-after']).toBe('900');
    expect((await enter(own)).status).toBe(200);
  });

  test('in a client without cookies that sends its device token in the body', async () => {
    const { ask, email, device, enter, platform } = await guesses();
    await tried(platform, 9, { email }, () => '203.0.113.7');
    expect((await enter()).status).toBe(429);
    const again = await ask('signIn', { email, password: goodPassword, device });
    expect(again).toMatchObject({ status: 200, body: { device } });
  });

  test('but failures on the device itself delay it until its owner signs in', async () => {
    const { guess, enter, own } = await guesses();
    for (let i = 0; i < 4; i++) expect((await guess(own)).status).toBe(401);
    expect((await guess(own)).headers['retry-after']).toBe('5');
    later(5);
    expect((await enter(own)).status).toBe(200);
    for (let i = 0; i < 4; i++) expect((await guess(own)).status).toBe(401);
    expect((await guess(own)).status).toBe(429);
  });

  test('but a device of one account is unknown to all others', async () => {
    const { ask, own, device } = await guesses();
    const victim = someEmail();
    const guess = (i: number) =>
      ask('signIn', { email: victim, password: otherPassword, ...(i % 2 && { device }) }, own);
    for (let i = 0; i < 4; i++) expect((await guess(i)).status).toBe(401);
    expect((await guess(4)).status).toBe(429);
  });

  test('but a made-up device token is unknown and is replaced', async () => {
    const { ask, email } = await guesses();
    const made = 'x'.repeat(43);
    const answered = await ask('signIn', { email, password: goodPassword, device: made });
    expect(answered.status).toBe(200);
    expect(answered.body.device).not.toBe(made);
    for (let i = 0; i < 4; i++) await ask('signIn', { email, password: otherPassword, device: made });
    expect((await ask('signIn', { email, password: otherPassword, device: made })).status).toBe(429);
  });

  test('and a shared browser is known for both of its users', async () => {
    const { ask, platform, own, enter } = await guesses();
    const other = await aUser(platform);
    const also = await ask('signIn', { email: other.email, password: goodPassword }, own);
    expect(storedCookies(also.cookies).find((cookie) => cookie.includes('.device='))).toBe(own.cookies[0]);
    const mails = (await mailsTo(platform, other.email)).length;
    expect((await enter(own)).status).toBe(200);
    expect((await ask('signIn', { email: other.email, password: goodPassword }, own)).status).toBe(200);
    expect(await mailsTo(platform, other.email)).toHaveLength(mails);
  });

  test('on a new device, where a sign-in link still works', async () => {
    const { enter, ask, platform, email, userId } = await guesses();
    await tried(platform, guessesAnywhere.most, { email }, someIp);
    const here = { ip: someIp(), headers: { 'user-agent': 'Chrome/150 (Linux)' } };
    expect((await enter(here)).status).toBe(429);
    expect((await ask('requestSignInLink', { email }, here)).body).toEqual({ status: 'sent-if-known' });
    const [mail] = (await mailsTo(platform, email)).filter(({ purpose }) => purpose === 'sign-in-link');
    expect(mail.link).toBe(`http://localhost:5173/sign-in-link?token=${mail.token}`);
    const inside = await ask('confirmSignInLink', { token: mail.token }, here);
    expect(inside).toMatchObject({ status: 200, body: { status: 'signed-in', user: { userId } } });
    expect((await ask('getMe', {}, bearer(inside.body.token))).status).toBe(200);
    const device = { cookies: storedCookies(inside.cookies).filter((cookie) => cookie.includes('.device=')) };
    expect((await enter({ ...here, ...device })).status, 'the device is known after that').toBe(200);
  });
});

onEveryPlatform((open, where) => {
  test(`six correct sign-ins at once all succeed (${where})`, async () => {
    vi.useRealTimers();
    const platform = await open({ clock: () => new Date() });
    const { email } = await aUser(platform);
    const enter = (from: object) => ask(platform, 'signIn', { email, password: goodPassword }, from);
    const strangers = await Promise.all(Array.from({ length: 6 }, () => enter({ ip: '198.51.100.1' })));
    expect(strangers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const cookies = storedCookies(strangers[0]!.cookies).filter((cookie) => cookie.includes('.device='));
    const known = await Promise.all(Array.from({ length: 6 }, () => enter({ ip: '198.51.100.1', cookies })));
    expect(known.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  test(`of a hundred simultaneous wrong passwords ten are checked (${where})`, async () => {
    const clock = clockAt(new Date().toISOString());
    const platform = await open({ clock });
    const email = someEmail();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask(platform, 'signIn', { email, password: otherPassword })),
    );
    const looked = answers.filter(({ status }) => status === 401).length;
    expect(looked).toBeLessThanOrEqual(10);
    // DynamoDB Local gives up waiting for a lock where the machine is busy: 503.
    for (const { status } of answers) expect([401, 429, 503]).toContain(status);
  });
});
