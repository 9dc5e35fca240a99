import { secondFactors } from '@waybill/auth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { authenticator } from '../support/account-authenticator.ts';
import {
  aUser,
  bearer,
  goodPassword,
  identityInMemory,
  otherPassword,
  signedIn,
  storedCookies,
} from '../support/identity-in-memory.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** A user with an enabled second factor. */
const enrolled = async () => {
  const system = identityInMemory();
  const { ask, platform } = system;
  const person = await aUser(platform);
  const made = await ask('enrolSecondFactor', { password: goodPassword }, bearer(person.token));
  expect(made.status).toBe(201);
  const { totpUri, backupCodes } = made.body as { totpUri: string; backupCodes: string[] };
  const app = authenticator(totpUri);
  const confirmed = await ask('confirmSecondFactor', { code: app.code() }, bearer(person.token));
  expect(confirmed).toMatchObject({ status: 200, body: { status: 'enabled' } });
  later(60);
  const challenged = async (more: object = {}) => {
    const answered = await ask('signIn', { email: person.email, password: goodPassword, ...more });
    expect(answered).toMatchObject({ status: 200, body: { status: 'second-factor' } });
    return answered.body.challenge as string;
  };
  const answer = (challenge: string, by: object) => ask('answerChallenge', { challenge, ...by });
  return { ...system, ...person, token: confirmed.body.token as string, app, backupCodes, challenged, answer };
};

const wrong = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

describe('a second factor', () => {
  test('is required after it was confirmed with a code', async () => {
    const { platform, ask } = identityInMemory();
    const { email, token } = await aUser(platform);
    const made = await ask('enrolSecondFactor', { password: goodPassword }, bearer(token));
    expect(made.body.totpUri).toMatch(/^otpauth:\/\/totp\/Waybill:/);
    expect(made.body.backupCodes).toHaveLength(10);
    await signedIn(platform, email);
    const { code } = authenticator(made.body.totpUri);
    expect(await ask('confirmSecondFactor', { code: wrong(code()) }, bearer(token))).toMatchObject({
      status: 401,
      body: { code: 'wrong-code' },
    });
    await signedIn(platform, email);
    const confirmed = await ask('confirmSecondFactor', { code: code() }, bearer(token));
    expect((await ask('getMe', {}, bearer(confirmed.body.token))).body.secondFactor).toBe(true);
    const answered = await ask('signIn', { email, password: goodPassword });
    expect(answered.body).toMatchObject({ status: 'second-factor', methods: ['totp', 'backup-code'] });
    expect(answered.body.token).toBeUndefined();
    expect(storedCookies(answered.cookies).filter((cookie) => cookie.includes('session_token'))).toEqual([]);
  });

  test('needs the password to be enrolled', async () => {
    const { platform, ask } = identityInMemory();
    const { token } = await aUser(platform);
    const answered = await ask('enrolSecondFactor', { password: otherPassword }, bearer(token));
    expect(answered).toMatchObject({ status: 403, body: { code: 'wrong-password' } });
    const early = await ask('confirmSecondFactor', { code: '123456' }, bearer(token));
    expect(early).toMatchObject({ status: 409, body: { code: 'second-factor-not-enrolled' } });
  });

  test('is encrypted in the table, and so are its codes', async () => {
    const { platform, userId, backupCodes } = await enrolled();
    const [row] = await platform.records.findBy(secondFactors, 'userId', userId);
    const text = JSON.stringify(row);
    for (const code of backupCodes) expect(text).not.toContain(code);
    expect(text).not.toContain('otpauth');
  });

  test('gives the session that enrols it a new token and keeps its other properties', async () => {
    const { platform, ask } = identityInMemory();
    const { email } = await aUser(platform);
    const here = await signedIn(platform, email, { rememberMe: false });
    const before = (await ask('getSession', {}, { cookies: here.jar })).body.session;
    const made = await ask('enrolSecondFactor', { password: goodPassword }, { cookies: here.jar });
    later(60);
    const { code } = authenticator(made.body.totpUri);
    const confirmed = await ask('confirmSecondFactor', { code: code() }, { cookies: here.jar });
    expect((await ask('getSession', {}, { cookies: here.jar })).status).toBe(401);
    const jar = storedCookies(confirmed.cookies);
    const after = (await ask('getSession', {}, { cookies: jar })).body.session;
    expect(after).toMatchObject({ sessionId: before.sessionId, expiresAt: before.expiresAt, ip: before.ip });
    const elsewhere = { cookies: jar, headers: { 'user-agent': 'Chrome/150' } };
    expect((await ask('getSession', {}, elsewhere)).body.code).toBe('fingerprint-mismatch');
  });

  test('is removed only with the password and a current code', async () => {
    const { ask, platform, email, token, app, events } = await enrolled();
    const remove = (input: Record<string, unknown>) => ask('removeSecondFactor', input, bearer(token));
    expect(await remove({ password: goodPassword })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'code' }] },
    });
    expect(await remove({ code: app.code() })).toMatchObject({ status: 400, body: { errors: [{ path: 'password' }] } });
    expect(await remove({ password: otherPassword, code: app.code() })).toMatchObject({
      status: 403,
      body: { code: 'wrong-password' },
    });
    expect(await remove({ password: goodPassword, code: wrong(app.code()) })).toMatchObject({
      status: 401,
      body: { code: 'wrong-code' },
    });
    const removed = await remove({ password: goodPassword, code: app.code() });
    expect(removed).toMatchObject({ status: 200, body: { status: 'removed' } });
    await signedIn(platform, email);
    const input = { password: goodPassword, code: app.code() };
    const again = await ask('removeSecondFactor', input, bearer(removed.body.token));
    expect(again).toMatchObject({ status: 409, body: { code: 'second-factor-not-enrolled' } });
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('SecondFactor'))).toEqual([
      'SecondFactorEnabled',
      'SecondFactorDisabled',
    ]);
  });

  test('is removed with the password and a backup code', async () => {
    const { ask, platform, email, token, backupCodes } = await enrolled();
    const input = { password: goodPassword, backupCode: backupCodes[0] };
    expect((await ask('removeSecondFactor', input, bearer(token))).status).toBe(200);
    await signedIn(platform, email);
  });

  test('is not removed with a used code', async () => {
    const { ask, token, app, challenged, answer } = await enrolled();
    const code = app.code();
    expect((await answer(await challenged(), { code })).status).toBe(200);
    const spent = await ask('removeSecondFactor', { password: goodPassword, code }, bearer(token));
    expect(spent).toMatchObject({ status: 401, body: { code: 'code-spent' } });
    expect((await ask('getMe', {}, bearer(token))).body.secondFactor).toBe(true);
  });

  test('is protected from guesses in an open session: wrong codes are delayed like wrong passwords', async () => {
    const { ask, token, app } = await enrolled();
    const guess = (call: 'removeSecondFactor' | 'renewBackupCodes', input: object) =>
      ask(call, { password: goodPassword, ...input }, bearer(token));
    for (let i = 0; i < 4; i++)
      expect((await guess(i % 2 ? 'removeSecondFactor' : 'renewBackupCodes', { code: wrong(app.code()) })).status).toBe(
        401,
      );
    for (const by of [{ code: app.code() }, { backupCode: 'any-code' }])
      expect(await guess('removeSecondFactor', by)).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
  });

  test('is confirmed once, so that the confirmation cannot be used to guess codes', async () => {
    const { ask, token, app, challenged, answer } = await enrolled();
    const code = app.code();
    for (const guess of [wrong(code), code])
      expect(await ask('confirmSecondFactor', { code: guess }, bearer(token))).toMatchObject({
        status: 409,
        body: { code: 'second-factor-enabled-already' },
      });
    expect((await answer(await challenged(), { code })).status, 'the codes of the owner are not used up').toBe(200);
  });

  test('ends all other sessions when it is enabled', async () => {
    const { platform, ask, events } = identityInMemory();
    const { email, token } = await aUser(platform);
    const stolen = await signedIn(platform, email);
    const made = await ask('enrolSecondFactor', { password: goodPassword }, bearer(token));
    expect((await ask('getMe', {}, bearer(stolen.token))).status).toBe(200);
    const confirmed = await ask(
      'confirmSecondFactor',
      { code: authenticator(made.body.totpUri).code() },
      bearer(token),
    );
    expect(confirmed.status).toBe(200);
    expect((await ask('getMe', {}, bearer(stolen.token))).status).toBe(401);
    expect((await ask('getMe', {}, bearer(confirmed.body.token))).status).toBe(200);
    expect((await ask('listSessions', {}, bearer(confirmed.body.token))).body.items).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'SessionRevoked')).toMatchObject([{ data: { why: 'second-factor' } }]);
  });

  test('is enrolled once', async () => {
    const { ask, token } = await enrolled();
    const again = await ask('enrolSecondFactor', { password: goodPassword }, bearer(token));
    expect(again).toMatchObject({ status: 409, body: { code: 'second-factor-enabled-already' } });
  });
});

describe('a challenge', () => {
  test('accepts the current and the previous code of the authenticator', async () => {
    const { challenged, answer, app, ask, email } = await enrolled();
    const answered = await answer(await challenged(), { code: app.code() });
    expect(answered).toMatchObject({ status: 200, body: { status: 'signed-in', user: { email, secondFactor: true } } });
    expect((await ask('getMe', {}, { cookies: storedCookies(answered.cookies) })).status).toBe(200);
    later(60);
    expect((await answer(await challenged(), { code: app.code(1) })).status).toBe(200);
    later(60);
    expect((await answer(await challenged(), { code: app.code(3) })).status).toBe(401);
  });

  test('starts a session of one day without `rememberMe`', async () => {
    const { challenged, answer, app } = await enrolled();
    const challenge = await challenged({ rememberMe: false });
    const answered = await answer(challenge, { code: app.code(), rememberMe: false });
    expect(Date.parse(answered.body.expiresAt) - Date.now()).toBe(24 * 3_600_000);
    expect(answered.cookies.find((cookie) => cookie.includes('session_token='))).not.toMatch(/Max-Age/i);
  });

  test('accepts a code once', async () => {
    const { challenged, answer, app } = await enrolled();
    const code = app.code();
    const [one, other] = [await challenged(), await challenged()];
    expect((await answer(one, { code })).status).toBe(200);
    expect(await answer(other, { code })).toMatchObject({ status: 401, body: { code: 'code-spent' }, cookies: [] });
    later(30);
    expect((await answer(other, { code })).body.code).toBe('code-spent');
    expect((await answer(other, { code: app.code() })).status).toBe(200);
  });

  test('refuses the code that confirmed the authenticator', async () => {
    const { platform, ask } = identityInMemory();
    const { email, token } = await aUser(platform);
    const { totpUri } = (await ask('enrolSecondFactor', { password: goodPassword }, bearer(token))).body;
    const code = authenticator(totpUri).code();
    expect((await ask('confirmSecondFactor', { code }, bearer(token))).status).toBe(200);
    const { challenge } = (await ask('signIn', { email, password: goodPassword })).body;
    expect((await ask('answerChallenge', { challenge, code })).body.code).toBe('code-spent');
  });

  test('can be answered once', async () => {
    const { challenged, answer, app } = await enrolled();
    const challenge = await challenged();
    expect((await answer(challenge, { code: app.code() })).status).toBe(200);
    later(30);
    expect(await answer(challenge, { code: app.code() })).toMatchObject({
      status: 410,
      body: { code: 'challenge-not-valid' },
    });
  });

  test('can be answered once by simultaneous requests', async () => {
    const { challenged, answer, app } = await enrolled();
    const challenge = await challenged();
    const answers = await Promise.all([1, 2, 3].map(() => answer(challenge, { code: app.code() })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('is invalid after five wrong codes of any kind', async () => {
    const { challenged, answer, app, backupCodes } = await enrolled();
    const challenge = await challenged();
    for (let i = 0; i < 5; i++) {
      const guess = i % 2 ? { backupCode: `no-such-${i}` } : { code: wrong(app.code()) };
      expect(await answer(challenge, guess)).toMatchObject({ status: 401, body: { code: 'wrong-code' } });
    }
    expect((await answer(challenge, { code: app.code() })).status).toBe(410);
    expect((await answer(challenge, { backupCode: backupCodes[0] })).status).toBe(410);
    expect((await answer(await challenged(), { code: app.code() })).status).toBe(200);
  });

  test('locks the second factor for a quarter of an hour after repeated wrong codes', async () => {
    const { challenged, answer, app } = await enrolled();
    for (let i = 0; i < 2; i++) {
      const challenge = await challenged();
      for (let j = 0; j < 5; j++) expect((await answer(challenge, { code: wrong(app.code()) })).status).toBe(401);
    }
    const challenge = await challenged();
    const locked = await answer(challenge, { code: app.code() });
    expect(locked).toMatchObject({
      status: 429,
      body: { code: 'too-many-attempts' },
      headers: { 'retry-after': '900' },
    });
    later(901);
    expect((await answer(await challenged(), { code: app.code() })).status).toBe(200);
  });

  test('counts simultaneous wrong codes one by one', async () => {
    const { challenged, answer, app } = await enrolled();
    const challenge = await challenged();
    const guesses = Array.from({ length: 12 }, () => answer(challenge, { code: wrong(app.code()) }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    for (const status of statuses) expect([401, 409, 410, 429]).toContain(status);
  });

  test('is valid for ten minutes', async () => {
    const { challenged, answer, app } = await enrolled();
    const challenge = await challenged();
    later(601);
    expect((await answer(challenge, { code: app.code() })).status).toBe(410);
  });

  test('cannot be forged', async () => {
    const { challenged, answer, app } = await enrolled();
    const [name, signature] = (await challenged()).split('.');
    for (const made of ['nonsense', `${name}.`, `${name}.AAAA`, `2fa-x.${signature}`, `${name}`])
      expect((await answer(made, { code: app.code() })).status).toBe(410);
  });

  test('with a wrong code is listed among the sign-ins of the user', async () => {
    const { challenged, answer, app, ask, token, events, userId } = await enrolled();
    later(1);
    await answer(await challenged(), { code: wrong(app.code()) });
    const { body } = await ask('listSignIns', { limit: 1 }, bearer(token));
    expect(body.items).toMatchObject([{ outcome: 'Failed', how: 'second-factor' }]);
    expect(events.findLast(({ type }) => type === 'SignInFailed')?.data).toMatchObject({
      userId,
      why: 'second-factor',
    });
  });
});

describe('a backup code', () => {
  test('can be used once', async () => {
    const { challenged, answer, backupCodes } = await enrolled();
    const [backupCode, other] = backupCodes;
    const answered = await answer(await challenged(), { backupCode });
    expect(answered).toMatchObject({ status: 200, body: { status: 'signed-in' } });
    expect((await answer(await challenged(), { backupCode })).status).toBe(401);
    expect((await answer(await challenged(), { backupCode: other })).status).toBe(200);
  });

  test('can be used once by simultaneous requests', async () => {
    const { challenged, answer, backupCodes } = await enrolled();
    const challenges = [await challenged(), await challenged(), await challenged()];
    const answers = await Promise.all(challenges.map((it) => answer(it, { backupCode: backupCodes[0] })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('is invalid after new ones were made, which needs the password and a code', async () => {
    const { challenged, answer, backupCodes, ask, token, app, events } = await enrolled();
    const renew = (input: object) => ask('renewBackupCodes', input as Record<string, unknown>, bearer(token));
    expect((await renew({ password: goodPassword })).status).toBe(400);
    expect((await renew({ password: otherPassword, code: app.code() })).status).toBe(403);
    expect((await renew({ password: goodPassword, code: wrong(app.code()) })).status).toBe(401);
    const { body } = await renew({ password: goodPassword, code: app.code() });
    expect(body.backupCodes).toHaveLength(10);
    expect((await answer(await challenged(), { backupCode: backupCodes[0] })).status).toBe(401);
    expect((await answer(await challenged(), { backupCode: body.backupCodes[0] })).status).toBe(200);
    expect(events.filter(({ type }) => type === 'BackupCodesRenewed')).toHaveLength(1);
  });
});
