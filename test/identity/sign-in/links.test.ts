import { keptToken } from '@waybill/auth';
import type { Records } from '@waybill/kernel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { links } from '#functions/identity/domain/links/links';
import { onEveryPlatform } from '../../kernel/support/platforms.ts';
import { authenticator } from '../support/account-authenticator.ts';
import {
  ask as askOf,
  aUser,
  bearer,
  goodPassword,
  identityInMemory,
  linkTo,
  mailsTo,
  otherPassword,
  signedIn,
  someEmail,
  storedCookies,
} from '../support/identity-in-memory.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const thirdPassword = 'nine pebbles beside the well';

/** A user who has requested several links. */
const withLinks = async () => {
  const system = identityInMemory();
  const person = await aUser(system.platform);
  const { email } = person;
  const linked = async (call: 'requestPasswordReset' | 'requestSignInLink', purpose: string) => {
    await system.ask(call, { email });
    later(1);
    return linkTo(system.platform, email, purpose);
  };
  const resets = [
    await linked('requestPasswordReset', 'password-reset'),
    await linked('requestPasswordReset', 'password-reset'),
  ] as const;
  const signIns = [
    await linked('requestSignInLink', 'sign-in-link'),
    await linked('requestSignInLink', 'sign-in-link'),
  ] as const;
  const reset = (token: string, password = otherPassword) => system.ask('confirmPasswordReset', { token, password });
  const enter = (token: string, more: object = {}) => system.ask('confirmSignInLink', { token, ...more });
  const noneOpens = async () => {
    for (const token of resets)
      expect(await reset(token, thirdPassword)).toMatchObject({ status: 410, body: { code: 'link-not-valid' } });
    for (const token of signIns)
      expect(await enter(token)).toMatchObject({ status: 410, body: { code: 'link-not-valid' }, cookies: [] });
    expect(await system.platform.records.findBy(links, 'userId', person.userId)).toEqual([]);
  };
  return { ...system, ...person, resets, signIns, reset, enter, noneOpens };
};

describe('earlier links become invalid', () => {
  test('when one of them has set a new password', async () => {
    const { resets, reset, noneOpens } = await withLinks();
    expect((await reset(resets[0])).status).toBe(200);
    await noneOpens();
  });

  test('when one of them has signed in', async () => {
    const { signIns, enter, noneOpens } = await withLinks();
    expect((await enter(signIns[1])).status).toBe(200);
    await noneOpens();
  });

  test('when the password is changed', async () => {
    const { ask, token, noneOpens } = await withLinks();
    const change = { currentPassword: goodPassword, newPassword: otherPassword, signOutOthers: false };
    expect((await ask('changePassword', change, bearer(token))).status).toBe(200);
    await noneOpens();
  });

  test('together with challenges that were started with the old password', async () => {
    const { ask, email, token } = await withLinks();
    const made = await ask('enrolSecondFactor', { password: goodPassword }, bearer(token));
    const app = authenticator(made.body.totpUri);
    const confirmed = await ask('confirmSecondFactor', { code: app.code() }, bearer(token));
    later(60);
    const { challenge } = (await ask('signIn', { email, password: goodPassword })).body;
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await ask('changePassword', change, bearer(confirmed.body.token))).status).toBe(200);
    const late = await ask('answerChallenge', { challenge, code: app.code() });
    expect(late).toMatchObject({ status: 410, body: { code: 'challenge-not-valid' }, cookies: [] });
  });

  test('but not by a wrong link or a refused password', async () => {
    const { resets, signIns, reset, enter } = await withLinks();
    expect((await enter('x'.repeat(43))).status).toBe(410);
    expect((await reset(resets[0], '123456789012')).status).toBe(400);
    expect((await enter(resets[0])).status, 'a link for another purpose').toBe(410);
    expect((await reset(signIns[0])).status).toBe(410);
    expect((await enter(signIns[0])).status).toBe(200);
  });

  test('even for a request that read its link before another one was used', async () => {
    const { platform, signIns, enter } = await withLinks();
    let used = false;
    const findBy: Records['findBy'] = async (store, ...about) => {
      if (store.name === links.name && !used) {
        used = true;
        expect((await enter(signIns[0])).status).toBe(200);
      }
      return platform.records.findBy(store, ...about);
    };
    const crossing = { ...platform, records: { ...platform.records, findBy } };
    const late = await askOf(crossing, 'confirmSignInLink', { token: signIns[1] });
    expect([used, late.status, late.cookies]).toEqual([true, 410, []]);
  });

  test('but not the links of other users', async () => {
    const { platform, ask, resets, reset } = await withLinks();
    const other = await aUser(platform);
    await ask('requestPasswordReset', { email: other.email });
    const othersToken = await linkTo(platform, other.email, 'password-reset');
    expect((await reset(resets[0])).status).toBe(200);
    expect((await reset(othersToken)).status).toBe(200);
  });
});

describe('a sign-in link', () => {
  test('starts a session once, and records how', async () => {
    const { ask, signIns, enter, events, userId } = await withLinks();
    const inside = await enter(signIns[0]);
    expect(inside).toMatchObject({ status: 200, body: { status: 'signed-in', user: { userId } } });
    expect((await ask('getMe', {}, { cookies: storedCookies(inside.cookies) })).status).toBe(200);
    expect((await enter(signIns[0])).status).toBe(410);
    expect(events.findLast(({ type }) => type === 'SignedIn')?.data).toMatchObject({ how: 'link' });
  });

  test('is valid for an hour', async () => {
    const { signIns, enter } = await withLinks();
    later(3_600);
    expect((await enter(signIns[1])).status).toBe(410);
  });

  test('starts a session of one day without `rememberMe`', async () => {
    const { signIns, enter } = await withLinks();
    const inside = await enter(signIns[0], { rememberMe: false });
    expect(Date.parse(inside.body.expiresAt) - Date.now()).toBe(24 * 3_600_000);
    expect(inside.cookies.find((cookie) => cookie.includes('session_token='))).not.toMatch(/Max-Age/i);
  });

  test('replaces the password but not the second factor', async () => {
    const { ask, platform, email } = await withSecondFactor();
    await ask('requestSignInLink', { email });
    const token = await linkTo(platform, email, 'sign-in-link');
    const asked = await ask('confirmSignInLink', { token });
    expect(asked.body).toMatchObject({ status: 'second-factor', methods: ['totp', 'backup-code'] });
    expect(asked.body.token).toBeUndefined();
    expect(storedCookies(asked.cookies).filter((cookie) => cookie.includes('session_token'))).toEqual([]);
  });

  test('is completed by the second factor', async () => {
    const { ask, platform, email, app } = await withSecondFactor();
    await ask('requestSignInLink', { email });
    const token = await linkTo(platform, email, 'sign-in-link');
    const { challenge } = (await ask('confirmSignInLink', { token })).body;
    const answered = await ask('answerChallenge', { challenge, code: app.code() });
    expect(answered).toMatchObject({ status: 200, body: { status: 'signed-in', user: { email } } });
  });

  test('is sent to verified addresses only', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    expect((await ask('requestSignInLink', { email })).status).toBe(202);
    await ask('signUp', { email, password: goodPassword, name: 'Ada' });
    await ask('requestSignInLink', { email });
    expect((await mailsTo(platform, email)).map(({ purpose }) => purpose)).toEqual(['verification']);
  });

  test('is not stored in clear text', async () => {
    const { platform, userId, signIns } = await withLinks();
    const text = JSON.stringify(await platform.records.findBy(links, 'userId', userId));
    for (const token of signIns) expect(text).not.toContain(token);
    expect(text).toContain(keptToken(signIns[0]));
  });
});

const withSecondFactor = async () => {
  const system = identityInMemory();
  const person = await aUser(system.platform);
  const made = await system.ask('enrolSecondFactor', { password: goodPassword }, bearer(person.token));
  const app = authenticator(made.body.totpUri);
  await system.ask('confirmSecondFactor', { code: app.code() }, bearer(person.token));
  later(60);
  return { ...system, ...person, app };
};

onEveryPlatform((open, where) => {
  test(`of several links that are used at once, one signs in (${where})`, async () => {
    vi.useRealTimers();
    const platform = await open();
    const { email } = await aUser(platform);
    const tokens: string[] = [];
    for (let i = 0; i < 3; i++) {
      await askOf(platform, 'requestSignInLink', { email });
      const all = (await mailsTo(platform, email)).filter(({ purpose }) => purpose === 'sign-in-link');
      tokens.push(...all.map(({ token }) => token).filter((token) => !tokens.includes(token)));
    }
    expect(tokens).toHaveLength(3);
    const answers = await Promise.all(
      [...tokens, ...tokens].map((token) => askOf(platform, 'confirmSignInLink', { token })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 409, 410]).toContain(status);
    await signedIn(platform, email);
  });
});
