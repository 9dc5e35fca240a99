import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { knownDevices } from '#functions/identity/domain/sign-in/devices';
import {
  aUser,
  bearer,
  comparable,
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

const up = { password: goodPassword, name: 'Ada Byron' };

describe('sign-up', () => {
  test('sends a mail whose link verifies the address and signs in', async () => {
    const { platform, ask, events } = identityInMemory();
    const email = someEmail();
    const answered = await ask('signUp', { ...up, email: email.toUpperCase(), username: 'Ada.B' });
    expect(answered).toMatchObject({ status: 202, body: { status: 'verification-sent' } });
    const [mail] = await mailsTo(platform, email);
    expect(mail).toMatchObject({ purpose: 'verification', to: email, name: 'Ada Byron' });
    expect(mail.link).toBe(`http://localhost:5173/verify-email?token=${mail.token}`);
    const proved = await ask(
      'confirmVerification',
      { token: mail.token },
      { cookies: storedCookies(answered.cookies) },
    );
    expect(proved).toMatchObject({ status: 200, body: { status: 'signed-in' } });
    const me = await ask('getMe', {}, bearer(proved.body.token));
    expect(me.body).toMatchObject({ email, emailVerified: true, username: 'ada.b', displayUsername: 'Ada.B' });
    const types = ['MailRequested', 'UserSignedUp', 'EmailVerified', 'SignedIn'];
    expect(events.map(({ type }) => type)).toEqual(types);
  });

  test('generates a unique username when none is sent', async () => {
    const { platform } = identityInMemory();
    const [one, other] = [await aUser(platform), await aUser(platform)];
    expect(one.username).toMatch(/^[a-z0-9]{3,30}$/);
    expect(one.username).not.toBe(other.username);
  });

  test('refuses a username that is taken, in any capitalisation', async () => {
    const { platform, ask } = identityInMemory();
    await aUser(platform, { username: 'Ada' });
    const email = someEmail();
    const answered = await ask('signUp', { ...up, email, username: 'aDA' });
    expect(answered).toMatchObject({ status: 409, body: { code: 'username-taken', field: 'username' } });
    expect(await mailsTo(platform, email)).toEqual([]);
  });

  test('gives the same answer to simultaneous requests for one address', async () => {
    const { ask, events } = identityInMemory();
    const email = someEmail();
    const answers = await Promise.all([1, 2, 3].map((n) => ask('signUp', { ...up, email, username: `ada${n}` })));
    expect(answers.map(comparable)).toEqual([
      comparable(answers[0]!),
      comparable(answers[0]!),
      comparable(answers[0]!),
    ]);
    expect(answers[0]!.status).toBe(202);
    expect(events.map(({ type }) => type)).toEqual(['MailRequested', 'MailRequested', 'MailRequested']);
  });

  const mostMails = 5;
  const untilSilent = async (
    { platform, ask }: ReturnType<typeof identityInMemory>,
    call: 'signUp' | 'requestVerification' | 'requestPasswordReset' | 'requestSignInLink',
    input: { email: string },
  ) => {
    const before = (await mailsTo(platform, input.email)).length;
    const first = comparable(await ask(call, input));
    for (let i = 0; i < 9; i++) expect(comparable(await ask(call, input))).toEqual(first);
    expect(await mailsTo(platform, input.email)).toHaveLength(before + mostMails);
    later(3_601);
    await ask(call, input);
    expect(await mailsTo(platform, input.email)).toHaveLength(before + mostMails + 1);
  };

  test.each(['signUp', 'requestVerification'] as const)(
    'sends at most five mails an hour for repeated %s with an unverified address',
    async (call) => {
      const system = identityInMemory();
      const email = someEmail();
      if (call !== 'signUp') await system.ask('signUp', { ...up, email });
      await untilSilent(system, call, call === 'signUp' ? { ...up, email } : { email });
    },
  );

  test.each(['signUp', 'requestPasswordReset', 'requestSignInLink'] as const)(
    'sends at most five mails an hour for repeated %s with a verified address',
    async (call) => {
      const system = identityInMemory();
      const { email } = await aUser(system.platform);
      later(3_601);
      await untilSilent(system, call, call === 'signUp' ? { ...up, email } : { email });
    },
  );
});

describe('sign-in', () => {
  test('accepts any characters in the headers that describe the browser', async () => {
    const { platform, ask } = identityInMemory();
    const { email } = await aUser(platform);
    const headers = { 'user-agent': 'Füchslein\n 狐/150', accept: 'text/☃' };
    const { jar } = await signedIn(platform, email, {}, { headers });
    expect((await ask('getMe', {}, { headers, cookies: jar })).status).toBe(200);
    expect((await ask('getMe', {}, { headers, cookies: ['__Secure-waybill.session_token=☃'] })).status).toBe(401);
  });

  test('accepts the address or the username, in any capitalisation', async () => {
    const { platform, ask } = identityInMemory();
    const { email, userId } = await aUser(platform, { username: 'Ada' });
    for (const by of [{ email }, { email: ` ${email.toUpperCase()} ` }, { username: 'ada' }, { username: 'ADA' }]) {
      const answered = await ask('signIn', { ...by, password: goodPassword });
      expect(answered).toMatchObject({ status: 200, body: { status: 'signed-in', user: { userId, email } } });
      expect((await ask('getSession', {}, bearer(answered.body.token))).status).toBe(200);
    }
  });

  test('lists each attempt for the user', async () => {
    const { platform, ask } = identityInMemory();
    const { email, token } = await aUser(platform);
    later(1);
    await ask('signIn', { email, password: otherPassword }, { ip: '198.51.100.9', headers: { 'user-agent': 'curl' } });
    later(1);
    await ask('signIn', { email, password: goodPassword });
    const { body } = await ask('listSignIns', {}, bearer(token));
    expect(body.items).toMatchObject([
      { outcome: 'SignedIn', how: 'password', device: 'Firefox/150' },
      { outcome: 'Failed', how: 'credentials', ip: '198.51.100.9', device: 'curl' },
      { outcome: 'SignedIn', how: 'verification' },
    ]);
    expect((await ask('listSignIns', { limit: 1 }, bearer(token))).body.items).toHaveLength(1);
  });
});

describe('known and unknown addresses get the same answer', () => {
  const both = async () => {
    const system = identityInMemory();
    const { email, username } = await aUser(system.platform);
    return { ...system, known: { email, username }, unknown: { email: someEmail(), username: 'unknown.user' } };
  };
  const alike = async (...answers: readonly ReturnType<ReturnType<typeof identityInMemory>['ask']>[]) => {
    const [one, other] = (await Promise.all(answers)).map(comparable);
    expect(one).toEqual(other);
    return one!;
  };

  test('to a sign-up', async () => {
    const { ask, known, unknown } = await both();
    const asked = [known, unknown].map(({ email }) => ask('signUp', { ...up, email }));
    expect(await alike(...asked)).toMatchObject({ status: 202 });
  });

  test('to a sign-in with a wrong password', async () => {
    const { ask, known, unknown } = await both();
    const byEmail = [known, unknown].map(({ email }) => ask('signIn', { email, password: otherPassword }));
    expect(await alike(...byEmail)).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
    const byName = [known, unknown].map(({ username }) => ask('signIn', { username, password: otherPassword }));
    expect(await alike(...byName)).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
  });

  test('to a request for a link', async () => {
    const { ask, known, unknown } = await both();
    for (const call of ['requestVerification', 'requestPasswordReset', 'requestSignInLink'] as const) {
      const asked = [known, unknown].map(({ email }) => ask(call, { email }));
      expect(await alike(...asked)).toMatchObject({ status: 202, body: { status: 'sent-if-known' } });
    }
  });

  test('when the password is too weak', async () => {
    const { ask, known, unknown } = await both();
    for (const password of ['short', '123456789012', '2026-05-04 12', 'passwordpassword']) {
      const signingUp = [known, unknown].map(({ email }) => ask('signUp', { ...up, email, password }));
      expect(await alike(...signingUp)).toMatchObject({ status: 400, body: { errors: [{ path: 'password' }] } });
      const signingIn = [known, unknown].map(({ email }) => ask('signIn', { email, password }));
      expect(await alike(...signingIn)).toMatchObject({ status: 401 });
    }
  });

  test('after too many attempts', async () => {
    const { ask, known, unknown } = await both();
    for (let i = 0; i < 4; i++)
      for (const { email } of [known, unknown]) await ask('signIn', { email, password: otherPassword });
    const asked = [known, unknown].map(({ email }) => ask('signIn', { email, password: otherPassword }));
    expect(await alike(...asked)).toMatchObject({ status: 429 });
  });
});

describe('a verification link', () => {
  const waiting = async () => {
    const system = identityInMemory();
    const email = someEmail();
    const answered = await system.ask('signUp', { ...up, email });
    const token = await linkTo(system.platform, email, 'verification');
    const browser = storedCookies(answered.cookies);
    /** Sent from the browser that signed up. */
    const confirm = (link = token) => system.ask('confirmVerification', { token: link }, { cookies: browser });
    return { ...system, email, token, confirm };
  };

  test('can be used once', async () => {
    const { confirm } = await waiting();
    expect((await confirm()).status).toBe(200);
    expect(await confirm()).toMatchObject({ status: 410, body: { code: 'link-not-valid' }, cookies: [] });
  });

  test('can be used once by simultaneous requests', async () => {
    const { confirm, events } = await waiting();
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 409, 410]).toContain(status);
    expect(events.filter(({ type }) => type === 'UserSignedUp')).toHaveLength(1);
  });

  test('is not valid after another link has verified the address', async () => {
    const { ask, platform, email, confirm } = await waiting();
    await ask('requestVerification', { email });
    const newer = await linkTo(platform, email, 'verification');
    later(1);
    expect((await confirm()).status).toBe(200);
    expect(await confirm(newer)).toMatchObject({ status: 410, cookies: [] });
  });

  test('is valid for an hour', async () => {
    const { confirm } = await waiting();
    later(3_599);
    const fresh = await waiting();
    expect((await confirm()).status).toBe(200);
    later(3_601);
    expect(await fresh.confirm()).toMatchObject({ status: 410, body: { code: 'link-expired' }, cookies: [] });
  });

  test('can be requested again for a day, and after that only by a new sign-up', async () => {
    const { ask, platform, email, confirm } = await waiting();
    later(23 * 3_600);
    await ask('requestVerification', { email });
    const again = await linkTo(platform, email, 'verification');
    later(1_800);
    expect((await confirm(again)).status).toBe(200);
    const late = await waiting();
    later(24 * 3_600 + 1);
    await late.ask('requestVerification', { email: late.email });
    expect(await mailsTo(late.platform, late.email)).toHaveLength(0);
    await late.ask('signUp', { ...up, email: late.email });
    expect(await mailsTo(late.platform, late.email)).toHaveLength(1);
  });

  test('cannot be forged', async () => {
    const { ask, token } = await waiting();
    const [head, secret] = token.split('.') as [string, string];
    const made = ['nonsense', `${head}.`, `${head}.${secret.slice(1)}`, `${token}x`, `${head}.${'A'.repeat(43)}`];
    for (const token of [...made, `${'x'.repeat(2_000)}.${secret}`, `%00.${secret}`])
      expect(await ask('confirmVerification', { token, password: goodPassword })).toMatchObject({
        status: 410,
        cookies: [],
      });
  });

  test('is not sent to a verified address', async () => {
    const { platform, ask } = identityInMemory();
    const { email } = await aUser(platform);
    await ask('requestVerification', { email });
    expect(await mailsTo(platform, email)).toHaveLength(1);
  });
});

describe('a password reset by link', () => {
  const forgetful = async () => {
    const system = identityInMemory();
    const { email, userId, token: session } = await aUser(system.platform);
    await system.ask('requestPasswordReset', { email });
    return { ...system, email, userId, session, token: await linkTo(system.platform, email, 'password-reset') };
  };
  const enters = async ({ ask, email }: Awaited<ReturnType<typeof forgetful>>, password: string) =>
    (await ask('signIn', { email, password })).status;

  test('can be done once', async () => {
    const system = await forgetful();
    const { ask, token } = system;
    expect((await ask('confirmPasswordReset', { token, password: otherPassword })).status).toBe(200);
    expect(await enters(system, goodPassword)).toBe(401);
    expect(await enters(system, otherPassword)).toBe(200);
    const again = await ask('confirmPasswordReset', { token, password: goodPassword });
    expect(again).toMatchObject({ status: 410, body: { code: 'link-not-valid' } });
    expect(await enters(system, otherPassword)).toBe(200);
  });

  test('can be done once by simultaneous requests', async () => {
    const system = await forgetful();
    const passwords = [1, 2, 3].map((n) => `seven lanterns under ${n} ferns`);
    const answers = await Promise.all(
      passwords.map((password) => system.ask('confirmPasswordReset', { token: system.token, password })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = passwords[answers.findIndex(({ status }) => status === 200)]!;
    expect(await enters(system, winner)).toBe(200);
  });

  test('is refused after an hour', async () => {
    const system = await forgetful();
    later(3_601);
    const late = await system.ask('confirmPasswordReset', { token: system.token, password: otherPassword });
    expect(late.status).toBe(410);
    expect(await enters(system, goodPassword)).toBe(200);
  });

  test('refuses a weak password and leaves the link valid', async () => {
    const system = await forgetful();
    const weak = await system.ask('confirmPasswordReset', { token: system.token, password: '123456789012' });
    expect(weak).toMatchObject({ status: 400, body: { mistake: 'digits-only', errors: [{ path: 'password' }] } });
    const good = await system.ask('confirmPasswordReset', { token: system.token, password: otherPassword });
    expect(good.status).toBe(200);
  });

  test('ends every session and forgets every device', async () => {
    const system = await forgetful();
    const { platform, ask, email, userId, session, token, events } = system;
    const { jar } = await signedIn(platform, email);
    const devices = () => platform.records.findBy(knownDevices, 'userId', userId);
    expect((await devices()).filter(({ data }) => data.token)).toHaveLength(2);
    await ask('confirmPasswordReset', { token, password: otherPassword });
    expect((await ask('getMe', {}, bearer(session))).status).toBe(401);
    expect((await ask('getMe', {}, { cookies: jar })).status).toBe(401);
    expect(await devices()).toEqual([]);
    expect(events.filter(({ type, data }) => type === 'SessionRevoked' && data.why === 'password')).toHaveLength(2);
    expect(events.filter(({ type, data }) => type === 'PasswordChanged' && data.how === 'reset')).toHaveLength(1);
  });
});

describe('a password change', () => {
  test('ends all other sessions and gives the current one a new token', async () => {
    const { platform, ask, events } = identityInMemory();
    const { email, token } = await aUser(platform);
    const here = await signedIn(platform, email);
    const { session } = (await ask('getSession', {}, { cookies: here.jar })).body;
    const input = { currentPassword: goodPassword, newPassword: otherPassword };
    const changed = await ask('changePassword', input, { cookies: here.jar });
    expect(changed).toMatchObject({ status: 200, body: { status: 'password-set', token: expect.any(String) } });
    for (const old of [token, here.token]) expect((await ask('getMe', {}, bearer(old))).status).toBe(401);
    const { body } = await ask('getSession', {}, bearer(changed.body.token));
    expect(body.session).toMatchObject({ sessionId: session.sessionId, current: true });
    expect((await ask('listSessions', {}, bearer(changed.body.token))).body.items).toHaveLength(1);
    expect((await ask('signIn', { email, password: goodPassword })).status).toBe(401);
    expect((await ask('signIn', { email, password: otherPassword })).status).toBe(200);
    expect(events.filter(({ type }) => type === 'PasswordChanged')).toMatchObject([{ data: { how: 'change' } }]);
    expect(events.filter(({ type }) => type === 'SessionRevoked')).toMatchObject([{ data: { why: 'password' } }]);
  });

  test('leaves the other sessions open if `signOutOthers` is false', async () => {
    const { platform, ask } = identityInMemory();
    const { email, token } = await aUser(platform);
    const here = await signedIn(platform, email);
    const input = { currentPassword: goodPassword, newPassword: otherPassword, signOutOthers: false };
    expect((await ask('changePassword', input, bearer(here.token))).status).toBe(200);
    for (const still of [token, here.token]) expect((await ask('getMe', {}, bearer(still))).status).toBe(200);
  });

  test('needs the current password and limits wrong ones', async () => {
    const { platform, ask } = identityInMemory();
    const { token } = await aUser(platform);
    const guess = (n: number) =>
      ask('changePassword', { currentPassword: `no such luck ${n}`, newPassword: otherPassword }, bearer(token));
    for (let i = 0; i < 4; i++) expect(await guess(i)).toMatchObject({ status: 403, body: { code: 'wrong-password' } });
    expect(await guess(4)).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    expect((await ask('enrolSecondFactor', { password: goodPassword }, bearer(token))).status).toBe(429);
  });

  test('refuses a weak password', async () => {
    const { platform, ask } = identityInMemory();
    const { token } = await aUser(platform);
    const input = { currentPassword: goodPassword, newPassword: 'passwordpassword' };
    const answered = await ask('changePassword', input, bearer(token));
    expect(answered).toMatchObject({ status: 400, body: { mistake: 'too-common', errors: [{ path: 'newPassword' }] } });
  });
});

describe('the own profile', () => {
  test('has a name, a username and a language that can be changed', async () => {
    const { platform, ask, events } = identityInMemory();
    const { token, email } = await aUser(platform, { username: 'Ada', locale: 'en-GB' });
    expect((await ask('getMe', {}, bearer(token))).body).toMatchObject({ email, name: 'Ada Byron', locale: 'en-GB' });
    const wanted = { name: 'Ada Lovelace', username: 'Countess', locale: 'fr-FR' };
    const changed = await ask('changeMe', wanted, bearer(token));
    const expected = { name: 'Ada Lovelace', username: 'countess', displayUsername: 'Countess', locale: 'fr-FR' };
    expect(changed).toMatchObject({ status: 200, body: expected });
    expect((await ask('getMe', {}, bearer(token))).body).toMatchObject(expected);
    expect((await ask('signIn', { username: 'ada', password: goodPassword })).status).toBe(401);
    expect((await ask('signIn', { username: 'countess', password: goodPassword })).status).toBe(200);
    await aUser(platform, { username: 'ada' });
    await ask('changeMe', wanted, bearer(token));
    expect(events.filter(({ type }) => type === 'ProfileChanged')).toMatchObject([
      { data: { fields: ['name', 'username', 'displayUsername', 'locale'] } },
    ]);
  });

  test('cannot get a username that is taken', async () => {
    const { platform, ask } = identityInMemory();
    await aUser(platform, { username: 'Ada' });
    const { token } = await aUser(platform);
    expect(await ask('changeMe', { username: 'ADA' }, bearer(token))).toMatchObject({
      status: 409,
      body: { code: 'username-taken', field: 'username' },
    });
  });
});

describe('invalid input', () => {
  const email = 'ada@example.com';
  test.each([
    ['signUp', { ...up, email: 'no-address' }, 'email'],
    ['signUp', { ...up, email: 'jo..doe@example.com' }, 'email'],
    ['signUp', { ...up, email: 'jo@exa_mple.com' }, 'email'],
    ['signUp', { ...up, email: 'jö@example.com' }, 'email'],
    ['signUp', { ...up, email: 'a@b.c' }, 'email'],
    ['signUp', { ...up, email: `${'a'.repeat(250)}@b.example` }, 'email'],
    ['signUp', { ...up, email: 7 }, 'email'],
    ['signUp', { ...up, email, username: 'a b' }, 'username'],
    ['signUp', { ...up, email, username: 'ab' }, 'username'],
    ['signUp', { ...up, email, locale: 'English, please' }, 'locale'],
    ['signUp', { ...up, email, name: '' }, 'name'],
    ['signUp', { ...up, email, name: 'a'.repeat(201) }, 'name'],
    ['signUp', { ...up, email, password: 'a'.repeat(129) }, 'password'],
    ['signUp', { ...up, email, password: 'violet anchors \ud800 drift' }, 'password'],
    ['signUp', { ...up, email, role: 'owner' }, 'role'],
    ['signUp', { ...up, email, emailVerified: true }, 'emailVerified'],
    ['signIn', { email: 'jo..doe@example.com', password: 'x' }, 'email'],
    ['signIn', { password: 'x' }, 'email'],
    ['signIn', { email, username: 'ada', password: 'x' }, 'email'],
    ['signIn', { email }, 'password'],
    ['signIn', { email, password: '' }, 'password'],
    ['signIn', { email, password: { $ne: '' } }, 'password'],
    ['signIn', { email, password: 'x', rememberMe: 'yes' }, 'rememberMe'],
    ['signIn', { username: 'a b', password: 'x' }, 'username'],
    ['answerChallenge', { challenge: 'x' }, 'code'],
    ['answerChallenge', { challenge: 'x', code: '12345' }, 'code'],
    ['answerChallenge', { challenge: 'x', code: '123456', backupCode: 'y' }, 'code'],
    ['answerChallenge', { code: '123456' }, 'challenge'],
    ['answerChallenge', { code: '123456', challenge: '☃' }, 'challenge'],
    ['answerChallenge', { code: '123456', challenge: 'x; __Secure-waybill.session_token=y' }, 'challenge'],
    ['confirmPasswordReset', { token: '', password: goodPassword }, 'token'],
    ['requestVerification', { email: 'jo..doe@example.com' }, 'email'],
    ['requestPasswordReset', { email: 'jo..doe@example.com' }, 'email'],
    ['confirmVerification', {}, 'token'],
    ['confirmVerification', { token: 'x'.repeat(3_000) }, 'token'],
    ['confirmPasswordReset', { token: 'x' }, 'password'],
    ['getEmailAvailability', { email: 'no-address' }, 'email'],
  ] as const)('%s %j is refused, naming the field %s', async (call, input, field) => {
    const answered = await identityInMemory().ask(call, input as Record<string, unknown>);
    expect(answered).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    expect(answered.body.errors.map(({ path }: { path: string }) => path)).toContain(field);
  });

  test.each(['{', '[]', '"x"', 'null'])('is refused: a body that is %s', async (body) => {
    expect((await identityInMemory().ask('signIn', body)).status).toBe(400);
  });

  test('is refused with 401: a missing or unknown session', async () => {
    const { ask } = identityInMemory();
    for (const call of ['getMe', 'getSession', 'listSessions', 'mintToken', 'signOut', 'listSignIns'] as const)
      for (const token of ['nonsense', 'a.b', 'x'.repeat(3_000), '%00', '💣'.codePointAt(0)!.toString(36)])
        expect(await ask(call, {}, bearer(token))).toMatchObject({
          status: 401,
          body: { code: 'not-signed-in' },
          headers: { 'www-authenticate': 'Bearer' },
        });
    expect((await ask('getMe')).status).toBe(401);
  });
});

describe('a check whether an address is free', () => {
  test('is answered thirty times in ten minutes for a network', async () => {
    const { platform, ask } = identityInMemory();
    const { email } = await aUser(platform);
    expect((await ask('getEmailAvailability', { email })).body).toEqual({ available: false });
    expect((await ask('getEmailAvailability', { email: someEmail() })).body).toEqual({ available: true });
    for (let i = 0; i < 28; i++) await ask('getEmailAvailability', { email });
    expect(await ask('getEmailAvailability', { email })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '600' },
    });
    expect((await ask('getEmailAvailability', { email }, { ip: '198.51.100.9' })).status).toBe(200);
    later(601);
    expect((await ask('getEmailAvailability', { email })).status).toBe(200);
  });
});
