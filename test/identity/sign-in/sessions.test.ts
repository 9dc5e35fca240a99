import { keptToken, sessions } from '@waybill/auth';
import { newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  ask,
  aUser,
  bearer,
  type From,
  goodPassword,
  identityInMemory,
  otherPassword,
  sessionCookieOf,
  signedIn,
  storedCookies,
} from '../support/identity-in-memory.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());
const later = (hours: number) => vi.setSystemTime(Date.now() + hours * 3_600_000);
const day = 24;

/** A user with a signed-in browser. */
const browsing = async (more: object = {}) => {
  const system = identityInMemory();
  const person = await aUser(system.platform);
  const { jar, token, cookies } = await signedIn(system.platform, person.email, { ...more });
  const browse = (call: Parameters<typeof system.ask>[0], input: object = {}, from: From = {}) =>
    system.ask(call, input as Record<string, unknown>, { cookies: jar, ...from });
  return { ...system, ...person, jar, cookies, token, browse };
};

describe('a session', () => {
  test('is in a cookie with `HttpOnly` and `SameSite`', async () => {
    const { cookies } = await browsing();
    const cookie = sessionCookieOf(cookies);
    for (const attribute of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Path=\//i, /; Max-Age=604800/i])
      expect(cookie).toMatch(attribute);
    expect(cookie).not.toMatch(/; Domain=/i);
    for (const other of cookies) expect(other).toMatch(/; Secure/i);
  });

  test('without `rememberMe` is in a cookie that ends with the browser', async () => {
    const { cookies } = await browsing({ rememberMe: false });
    expect(sessionCookieOf(cookies)).not.toMatch(/Max-Age|Expires/i);
    expect(sessionCookieOf(cookies)).toMatch(/; HttpOnly/i);
  });

  test('cannot be used with the value in the table', async () => {
    const { platform, ask, userId, token } = await browsing();
    const entries = await platform.records.findBy(sessions, 'userId', userId);
    expect(entries.map(({ data }) => data.token)).toContain(keptToken(token));
    for (const { data } of entries) expect((await ask('getMe', {}, bearer(data.token))).status).toBe(401);
  });

  test('cannot be used with a cookie that was signed with another secret', async () => {
    const { ask, jar } = await browsing();
    const cookie = jar.find((it) => it.includes('session_token='))!;
    expect((await ask('getMe', {}, { cookies: [cookie] })).status).toBe(200);
    for (const invalid of [cookie.slice(0, -4), `${cookie.split('.')[0]}`, cookie.replace('=', '=x')])
      expect((await ask('getMe', {}, { cookies: [invalid] })).status).toBe(401);
  });

  test('is valid for seven days after its last use, and so is its cookie', async () => {
    const { browse, token, ask } = await browsing();
    for (let i = 0; i < 3; i++) {
      later(6 * day);
      const used = await browse('getMe');
      expect(used.status).toBe(200);
      expect(sessionCookieOf(used.cookies)).toMatch(/; Max-Age=604800;.*; HttpOnly; Secure; SameSite=Lax/);
    }
    later(7 * day);
    expect((await browse('getMe')).status).toBe(401);
    expect((await ask('getMe', {}, bearer(token))).status).toBe(401);
  });

  test('is updated once a day at most', async () => {
    const { browse, platform, userId } = await browsing();
    const versions = async () =>
      (await platform.records.findBy(sessions, 'userId', userId)).map(({ version }) => version);
    const before = await versions();
    later(day - 1);
    expect((await browse('getMe')).cookies).toEqual([]);
    expect(await versions()).toEqual(before);
    later(1);
    expect((await browse('getMe')).cookies).toHaveLength(1);
    expect((await browse('getMe')).cookies).toEqual([]);
    expect((await versions()).reduce((a, b) => a + b)).toBe(before.reduce((a, b) => a + b) + 1);
  });

  test('without `rememberMe` ends after a day, even if it is used', async () => {
    const { browse } = await browsing({ rememberMe: false });
    later(day - 1);
    expect(await browse('getMe')).toMatchObject({ status: 200, cookies: [] });
    later(1);
    expect((await browse('getMe')).status).toBe(401);
  });

  test('ends at sign-out, and no other session does', async () => {
    const { browse, platform, email, ask, events } = await browsing();
    const other = await signedIn(platform, email);
    const out = await browse('signOut');
    expect(out).toMatchObject({ status: 200, body: { status: 'signed-out' } });
    expect(storedCookies(out.cookies)).toEqual([]);
    expect(sessionCookieOf(out.cookies)).toMatch(/=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax/);
    expect((await browse('getMe')).status).toBe(401);
    expect((await ask('getMe', {}, bearer(other.token))).status).toBe(200);
    expect(events.at(-1)!.type).toBe('SignedOut');
  });
});

describe('a session whose password is changed', () => {
  const changing = async (more: object) => {
    const it = await browsing(more);
    const before = (await it.browse('getSession')).body.session;
    later(1);
    const changed = await it.browse('changePassword', { currentPassword: goodPassword, newPassword: otherPassword });
    expect(changed.status).toBe(200);
    return { ...it, before, changed, jar: storedCookies(changed.cookies) };
  };

  test('stays bound to its browser', async () => {
    const { ask, jar } = await changing({});
    expect((await ask('getMe', {}, { cookies: jar })).status).toBe(200);
    const elsewhere = await ask('getMe', {}, { cookies: jar, headers: { 'user-agent': 'Chrome/150' } });
    expect(elsewhere.body.code).toBe('fingerprint-mismatch');
  });

  test('keeps its lifetime, with and without `rememberMe`', async () => {
    const remembered = await changing({});
    later(6 * day);
    expect((await remembered.ask('getMe', {}, { cookies: remembered.jar })).status).toBe(200);
    const { ask, jar, before, changed } = await changing({ rememberMe: false });
    expect(sessionCookieOf(changed.cookies)).not.toMatch(/Max-Age/i);
    expect((await ask('getSession', {}, { cookies: jar })).body.session.expiresAt).toBe(before.expiresAt);
    later(day - 1);
    expect((await ask('getMe', {}, { cookies: jar })).status).toBe(401);
  });
});

describe('the sessions of a user', () => {
  test('are listed, and can be ended one by one or all but the current one', async () => {
    const { browse, platform, email, ask, token, events } = await browsing();
    await signedIn(platform, email, {}, { ip: '198.51.100.9', headers: { 'user-agent': 'curl' } });
    await signedIn(platform, email);
    const { items } = (await browse('listSessions')).body;
    expect(items).toHaveLength(4);
    expect(items.filter(({ current }: any) => current)).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(token);
    const curl = items.find(({ device }: any) => device === 'curl');
    expect(curl).toMatchObject({ ip: '198.51.100.9', current: false });
    expect((await browse('revokeSession', { sessionId: curl.sessionId })).body).toEqual({ status: 'revoked' });
    expect((await browse('revokeSession', { sessionId: curl.sessionId })).status).toBe(404);
    expect((await browse('revokeOtherSessions')).body).toEqual({ revoked: 2 });
    expect((await browse('listSessions')).body.items).toHaveLength(1);
    expect((await ask('getMe', {}, bearer(token))).status).toBe(200);
    expect(events.filter(({ type }) => type === 'SessionRevoked')).toHaveLength(3);
  });

  test('cannot be ended by another user', async () => {
    const { platform, browse, ask } = await browsing();
    const eve = await aUser(platform);
    const [{ sessionId }] = (await browse('listSessions')).body.items;
    expect((await ask('revokeSession', { sessionId }, bearer(eve.token))).status).toBe(404);
    expect((await ask('listSessions', {}, bearer(eve.token))).body.items).toHaveLength(1);
    expect((await browse('getMe')).status).toBe(200);
  });

  test('delete the cookie when the current one is ended', async () => {
    const { browse } = await browsing();
    const { items } = (await browse('listSessions')).body;
    const { sessionId } = items.find(({ current }: any) => current);
    const gone = await browse('revokeSession', { sessionId });
    expect(sessionCookieOf(gone.cookies)).toMatch(/Max-Age=0/);
    expect((await browse('getMe')).status).toBe(401);
  });
});

describe('a session cookie in another browser', () => {
  test.each([{ 'user-agent': 'Chrome/150' }, { accept: 'text/html' }, { 'user-agent': undefined }])(
    'ends its session: %j',
    async (headers) => {
      const { browse, events } = await browsing();
      expect((await browse('getMe')).status).toBe(200);
      const stolen = await browse('getMe', {}, { headers });
      expect(stolen).toMatchObject({ status: 401, body: { code: 'fingerprint-mismatch' } });
      // The session has ended for the other browser and for its own.
      expect(await browse('getMe', {}, { headers })).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
      expect(await browse('getMe')).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
      expect(events.at(-1)).toMatchObject({ type: 'SessionRevoked', data: { why: 'fingerprint' } });
    },
  );

  test('is refused also with an invalid `Authorization` header', async () => {
    const authorization = 'Basic YTpi';
    const { browse } = await browsing();
    const headers = { authorization, 'user-agent': 'Chrome/150' };
    expect((await browse('getMe', {}, { headers })).body.code).toBe('fingerprint-mismatch');
  });

  test('is ignored when an invalid token is sent', async () => {
    const { browse } = await browsing();
    const headers = { authorization: 'Bearer nonsense', 'user-agent': 'Chrome/150' };
    expect(await browse('getMe', {}, { headers })).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    expect((await browse('getMe')).status).toBe(200);
  });

  test('stays valid from another address', async () => {
    const { browse } = await browsing();
    expect((await browse('getMe', {}, { ip: '198.51.100.9' })).status).toBe(200);
  });
});

describe('a request that changes something', () => {
  const ours = 'http://localhost:5173';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = { 'x-requested-with': 'fetch' };
  const bare = { 'content-type': undefined };

  test.each([
    ['from our pages', { origin: ours }, 200],
    ['from our own host', { origin: 'https://api.waybill.test' }, 200],
    ['without an origin, as JSON', {}, 200],
    ['without an origin and without a type, but with the header of a script', { ...bare, ...asked }, 200],
    ['from another site', { origin: 'https://evil.example' }, 403],
    ['from a page without an origin', { origin: 'null' }, 403],
    ['from a subdomain of ours', { origin: 'https://evil.api.waybill.test' }, 403],
    ['from a site that begins like ours', { origin: 'https://api.waybill.test.evil.example' }, 403],
    ['from our host on another port', { origin: 'https://api.waybill.test:8443' }, 403],
    ['from our host without encryption', { origin: 'http://api.waybill.test' }, 403],
    ['from our pages on another port', { origin: 'http://localhost:5174' }, 403],
    ['from another site, with all the rest', { origin: 'https://evil.example', ...asked }, 403],
    ['by a form', form, 403],
    ['by a form from our pages', { origin: ours, ...form }, 403],
    ['by a form that says it is text', { 'content-type': 'text/plain' }, 403],
    ['without any of these headers', bare, 403],
  ] as const)('is checked for its origin and type, %s: %j → %i', async (_, headers, status) => {
    const { browse } = await browsing();
    expect((await browse('revokeOtherSessions', {}, { headers })).status).toBe(status);
    expect((await browse('getMe', {}, { headers: { ...headers, accept: 'application/json' } })).status).toBe(200);
  });

  test('is accepted from any origin with a token, which no browser sends by itself', async () => {
    const { ask, token } = await browsing();
    const headers = { ...bearer(token).headers, ...bare, origin: 'https://evil.example' };
    expect((await ask('revokeOtherSessions', {}, { headers })).status).toBe(200);
  });

  test.each(['mintToken', 'signOut', 'revokeOtherSessions'] as const)(
    'is refused from another site: %s',
    async (call) => {
      const { browse } = await browsing();
      const answered = await browse(call, {}, { headers: { origin: 'https://evil.example' } });
      expect(answered).toMatchObject({ status: 403, body: { code: 'cross-site' } });
      expect((await browse('getMe')).status).toBe(200);
    },
  );
});

describe('an impersonating session', () => {
  const standIn = async () => {
    const it = await browsing();
    const { platform, userId } = it;
    const [id, token, at] = [newId(), newId(), new Date().toISOString()];
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const acting = {
      userId,
      token: keptToken(token),
      createdAt: at,
      updatedAt: at,
      impersonatedBy: newId(),
      expiresAt,
    };
    const after = { data: { id, ...acting, remembered: false }, expiresAt };
    await platform.events.commit({ records: [{ store: sessions, id, before: undefined, after }] });
    return { ...it, acting: bearer(token) };
  };

  test.each([
    ['changeMe', { name: 'Eve' }],
    ['changePassword', { currentPassword: goodPassword, newPassword: otherPassword }],
    ['enrolSecondFactor', { password: goodPassword }],
    ['confirmSecondFactor', { code: '123456' }],
    ['removeSecondFactor', { password: goodPassword, code: '123456' }],
    ['renewBackupCodes', { password: goodPassword, code: '123456' }],
    ['revokeOtherSessions', {}],
    ['revokeSession', { sessionId: newId() }],
  ] as const)('cannot change the account: %s', async (call, input) => {
    const { ask, acting } = await standIn();
    expect(await ask(call, input, acting)).toMatchObject({ status: 403, body: { code: 'impersonating' } });
  });
});

test('a failure to read the session is a 500 or 503 without details, never a 401', async () => {
  const { records, ...rest } = memory();
  const failing = async () => {
    throw new Error('the table is on fire');
  };
  const platform = { ...rest, records: { ...records, findByUnique: failing, get: failing } };
  const answered = await ask(platform, 'getMe', {}, bearer('x'.repeat(32)));
  expect([500, 503]).toContain(answered.status);
  expect(JSON.stringify(answered.body)).not.toContain('fire');
});
