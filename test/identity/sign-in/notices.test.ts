import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { authenticator } from '../support/account-authenticator.ts';
import {
  aUser,
  bearer,
  goodPassword,
  identityInMemory,
  linkTo,
  mailsTo,
  otherPassword,
  someIp,
  storedCookies,
} from '../support/identity-in-memory.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T12:00:00.000Z') }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';
const here = { ip: '198.51.100.9', headers: { 'user-agent': firefox } };
const notices = [
  'new-device',
  'password-changed',
  'second-factor-enabled',
  'second-factor-removed',
  'backup-codes-renewed',
];

const person = async () => {
  const system = identityInMemory();
  const otherUser = await aUser(system.platform);
  const { email } = otherUser;
  const noticed = async () =>
    (await mailsTo(system.platform, email)).filter(({ purpose }) => notices.includes(purpose));
  const enter = (from: object, more: object = {}) =>
    system.ask('signIn', { email, password: goodPassword, ...more }, from);
  return { ...system, ...otherUser, noticed, enter };
};

describe('a mail notifies the owner of an account', () => {
  test('of a sign-in on a new device, with the browser and the address', async () => {
    const { enter, noticed, email } = await person();
    expect((await enter(here)).status).toBe(200);
    expect(await noticed()).toMatchObject([
      {
        purpose: 'new-device',
        to: email,
        name: 'Ada Byron',
        about: { device: 'Firefox on Linux', ip: '198.51.100.9' },
      },
    ]);
    expect((await noticed())[0].link).toBeUndefined();
  });

  test('once for a device, whether it sends a cookie, a device token or neither', async () => {
    const { enter, noticed } = await person();
    const first = await enter(here);
    const cookies = storedCookies(first.cookies);
    later(3_600);
    expect((await enter({ cookies, ip: someIp(), headers: { 'user-agent': 'Firefox/151' } })).status).toBe(200);
    expect((await enter({ ip: someIp() }, { device: first.body.device })).status).toBe(200);
    expect((await enter(here)).status).toBe(200);
    expect(await noticed()).toHaveLength(1);
    expect((await enter({ ...here, ip: someIp() })).status).toBe(200);
    expect(await noticed()).toHaveLength(2);
  });

  test('once for simultaneous sign-ins on a device', async () => {
    const { enter, noticed } = await person();
    const answers = await Promise.all(Array.from({ length: 6 }, () => enter(here)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await noticed()).toHaveLength(1);
  });

  test('not of a right password with a wrong second factor', async () => {
    const { ask, token, enter, noticed } = await person();
    const made = await ask('enrolSecondFactor', { password: goodPassword }, bearer(token));
    const app = authenticator(made.body.totpUri);
    await ask('confirmSecondFactor', { code: app.code() }, bearer(token));
    later(60);
    const { challenge } = (await enter(here)).body;
    expect((await noticed()).map(({ purpose }) => purpose)).toEqual(['second-factor-enabled']);
    later(1);
    expect((await ask('answerChallenge', { challenge, code: app.code() }, here)).status).toBe(200);
    expect((await noticed()).map(({ purpose }) => purpose)).toEqual(['new-device', 'second-factor-enabled']);
  });

  test('of a password change or reset', async () => {
    const { ask, platform, email, token, noticed } = await person();
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await ask('changePassword', change, bearer(token))).status).toBe(200);
    expect(await noticed()).toMatchObject([{ purpose: 'password-changed', about: { ip: '203.0.113.7' } }]);
    await ask('requestPasswordReset', { email });
    const reset = await linkTo(platform, email, 'password-reset');
    expect((await ask('confirmPasswordReset', { token: reset, password: goodPassword })).status).toBe(200);
    expect(await noticed()).toHaveLength(2);
  });

  test('of an added or removed second factor and of renewed backup codes', async () => {
    const { ask, token, noticed } = await person();
    const made = await ask('enrolSecondFactor', { password: goodPassword }, bearer(token));
    expect(await noticed()).toEqual([]);
    const app = authenticator(made.body.totpUri);
    const { body } = await ask('confirmSecondFactor', { code: app.code() }, bearer(token));
    const input = () => ({ password: goodPassword, code: app.code() });
    later(60);
    expect((await ask('renewBackupCodes', input(), bearer(body.token))).status).toBe(200);
    later(60);
    expect((await ask('removeSecondFactor', input(), bearer(body.token))).status).toBe(200);
    expect((await noticed()).map(({ purpose }) => purpose)).toEqual([
      'second-factor-removed',
      'backup-codes-renewed',
      'second-factor-enabled',
    ]);
  });

  test('of no refused request', async () => {
    const { ask, token, noticed, enter } = await person();
    const change = { currentPassword: otherPassword, newPassword: 'nine pebbles beside the well' };
    expect((await ask('changePassword', change, bearer(token))).status).toBe(403);
    expect((await ask('enrolSecondFactor', { password: otherPassword }, bearer(token))).status).toBe(403);
    expect((await enter(here, { password: otherPassword })).status).toBe(401);
    expect(await noticed()).toEqual([]);
  });
});

test('a notice describes a device in fixed words, not with its own `User-Agent`', async () => {
  const { enter, noticed } = await person();
  const agent = 'Chrome/150 <a href="https://evil.example">click</a> https://evil.example/win';
  expect((await enter({ ip: someIp(), headers: { 'user-agent': agent } })).status).toBe(200);
  expect((await enter({ ip: someIp(), headers: { 'user-agent': 'www.evil.example' } })).status).toBe(200);
  expect((await noticed()).map(({ about }) => about.device).toSorted()).toEqual(['Chrome', 'an unknown browser']);
  expect(JSON.stringify(await noticed())).not.toContain('evil');
});

describe('the address of a client', () => {
  const headers = {
    'user-agent': firefox,
    'cloudfront-viewer-city': 'Leeds',
    'cloudfront-viewer-country': 'GB',
    'cloudfront-viewer-address': '192.0.2.44:46532',
    'x-forwarded-for': '192.0.2.55',
    'x-real-ip': '192.0.2.66',
    forwarded: 'for=192.0.2.77',
  };
  const lastSignIn = async () => {
    const { enter, ask, token, noticed } = await person();
    later(1);
    const inside = await enter({ ip: '198.51.100.9', headers });
    const [{ at: _, ...signIn }] = (await ask('listSignIns', { limit: 1 }, bearer(token))).body.items;
    const { session } = (await ask('getSession', {}, bearer(inside.body.token))).body;
    return { signIn, session, notice: (await noticed())[0].about };
  };

  test('is the one that API Gateway saw, not one from a header of the client', async () => {
    const { signIn, session, notice } = await lastSignIn();
    expect(signIn).toEqual({
      outcome: 'SignedIn',
      how: 'password',
      ip: '198.51.100.9',
      device: firefox,
    });
    expect(session.ip).toBe('198.51.100.9');
    expect(notice).toEqual({ device: 'Firefox on Linux', ip: '198.51.100.9' });
  });

  test('is the one that CloudFront saw, on a stage with `trustedProxy`', async () => {
    vi.stubEnv('WAYBILL_TRUSTED_PROXY', 'cloudfront');
    const { signIn, session, notice } = await lastSignIn();
    expect(signIn).toMatchObject({ ip: '192.0.2.44', place: 'Leeds, GB' });
    expect(session.ip).toBe('192.0.2.44');
    expect(notice).toEqual({ device: 'Firefox on Linux', ip: '192.0.2.44', place: 'Leeds, GB' });
  });
});
