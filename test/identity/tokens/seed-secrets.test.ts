import { newSecret } from '@waybill/auth';
import type { Platform } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { rotateKeys } from '#functions/identity/schedules/rotate-keys';
import { seedSecrets } from '#functions/identity/setup/seed-secrets';
import { authorizer } from '#functions/organizations/authorizer';
import { ask, aUser, bearer, goodPassword, linkTo, otherPassword } from '../support/identity-in-memory.ts';
import { signingKeys } from '../support/signing-keys.ts';

const dayMs = 86_400_000;
const secrets = ['auth-secret', 'cursor-key', 'source-key'].map((name) => `/waybill/test/${name}`);
const nothing = Object.fromEntries(secrets.map((name) => [name, '']));
const jwks = '/waybill/test/jwks';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-04T12:00:00.000Z') });
  vi.stubEnv('WAYBILL_JWKS_PARAMETER', jwks);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** A stage before seeding, and everything that is written to its parameters. */
const stage = () => {
  const types: string[] = [];
  const whole = memory({
    parameters: nothing,
    onAppend: (events) => types.push(...events.map(({ type }) => type)),
  });
  const puts: { name: string; value: string; how: object }[] = [];
  const parameters: Platform['parameters'] = {
    // Parameters that are empty above do not exist.
    get: async (name) => (await whole.parameters.get(name)) || undefined,
    put: async (name, value, how) => {
      puts.push({ name, value, how });
      const before = await whole.parameters.get(name);
      return whole.parameters.put(name, value, { ...how, once: how.once && Boolean(before) });
    },
  };
  const platform: Platform = { ...whole, parameters };
  const seed = (on: Platform = platform) => seedSecrets.with(on)({});
  return { platform, seed, puts, types };
};

const gate = (platform: Platform, token: string) =>
  authorizer.with(platform)({
    headers: { authorization: `Bearer ${token}` },
    methodArn: 'arn:aws:execute-api:r:1:api/v1/GET/deliveries',
  } as any);

/** Gets a token for a new user and checks it with the authorizer. */
const tokenOn = async (platform: Platform): Promise<string> => {
  const { token: session } = await aUser(platform);
  const { status, body } = await ask(platform, 'mintToken', {}, bearer(session));
  expect(status).toBe(200);
  await gate(platform, body.token);
  return body.token;
};

describe('seeding', () => {
  test('creates the secrets and publishes a first key', async () => {
    const { platform, seed, puts, types } = stage();
    await seed();
    expect(puts.map(({ name, how }) => [name, how])).toEqual([
      ...secrets.map((name) => [name, { secret: true, once: true }]),
      [jwks, { secret: false, once: false }],
    ]);
    for (const { value } of puts.slice(0, 3)) expect(Buffer.from(value, 'base64url')).toHaveLength(32);
    expect(new Set(puts.map(({ value }) => value)).size).toBe(puts.length);
    expect(types).toEqual(['SigningKeyAdded']);
    await tokenOn(platform);
    expect(await ask(platform, 'getJwks')).toMatchObject({ status: 200, body: { keys: [{ alg: 'RS256' }] } });
  });

  test('changes nothing when it is repeated', async () => {
    const { platform, seed, puts, types } = stage();
    await seed();
    const [made, ring] = [[...puts], await signingKeys(platform)];
    for (let times = 0; times < 3; times++) await seed();
    expect(puts).toEqual(made);
    expect(await signingKeys(platform)).toEqual(ring);
    expect(types).toEqual(['SigningKeyAdded']);
  });

  test('creates each secret once in simultaneous runs', async () => {
    const { platform, seed } = stage();
    await Promise.all([seed(), seed(), seed(), seed()]);
    const ring = await signingKeys(platform);
    expect(ring).toHaveLength(1);
    expect(JSON.parse((await platform.parameters.get(jwks))!)).toEqual({ keys: ring.map((key) => key.public) });
    await tokenOn(platform);
  });

  test('can be interrupted anywhere and is completed by the next run', async () => {
    for (let after = 0; ; after++) {
      const { platform, seed } = stage();
      let calls = 0;
      const cut = <F extends (...given: any[]) => Promise<any>>(port: F) =>
        (async (...given: Parameters<F>) => {
          if (calls++ === after) throw new Error('cut off');
          return port(...given);
        }) as F;
      const { parameters, events, records } = platform;
      const cutOff = await seed({
        ...platform,
        parameters: { get: cut(parameters.get), put: cut(parameters.put) },
        events: { ...events, commit: cut(events.commit) },
        records: { ...records, get: cut(records.get) as typeof records.get },
      }).then(
        () => false,
        () => true,
      );
      await seed();
      await tokenOn(platform);
      expect(await signingKeys(platform)).toHaveLength(1);
      if (!cutOff) return expect(after).toBeGreaterThan(6);
    }
  });

  test('publishes lost keys again', async () => {
    const { platform, seed } = stage();
    await seed();
    const published = await platform.parameters.get(jwks);
    await platform.parameters.put(jwks, '{"keys":[]}', { secret: false, once: false });
    await seed();
    expect(await platform.parameters.get(jwks)).toBe(published);
  });

  test('replaces keys that the secret cannot decrypt, as after a restore into another stage', async () => {
    const { platform, seed } = stage();
    await seed();
    const [lost] = await signingKeys(platform);
    await platform.parameters.put(secrets[0]!, newSecret(), { secret: true, once: false });
    await seed();
    const [made, ...more] = await signingKeys(platform);
    expect([made!.kid === lost!.kid, more]).toEqual([false, []]);
    // A new container, without a cached key.
    expect(decodeProtectedHeader(await tokenOn({ ...platform })).kid).toBe(made!.kid);
  });
});

describe('before a stage is seeded', () => {
  const token = 'x'.repeat(40);
  const email = 'ada@example.com';
  test.each([
    ['signUp', { email, password: goodPassword, name: 'Ada' }],
    ['signIn', { email, password: goodPassword }],
    ['answerChallenge', { challenge: token, code: '123456' }],
    ['confirmSignInLink', { token }],
    ['getJwks', {}],
    ['getSession', {}],
  ] as const)('%s answers 503, logs what is missing and creates nothing', async (name, input) => {
    const lines: any[] = [];
    onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
    const { platform, puts, types } = stage();
    const cookies = [`__Secure-waybill.session_token=${token}.${token}`];
    expect(await ask(platform, name, input, { cookies })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '30' },
      body: { code: 'not-ready' },
    });
    const missing = name === 'getJwks' ? jwks : secrets[0];
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', missing }));
    expect([puts, types, await signingKeys(platform)]).toEqual([[], [], []]);
  });

  test.each(['getSession', 'mintToken'] as const)(
    '%s refuses an unknown bearer token: that needs no secret',
    async (name) => expect(await ask(stage().platform, name, {}, bearer(token))).toMatchObject({ status: 401 }),
  );

  test('a link that was sent earlier answers 503 and stays valid', async () => {
    const { platform, seed } = stage();
    await seed();
    const without: Platform = {
      ...platform,
      parameters: { ...platform.parameters, get: async (name) => (secrets.includes(name) ? undefined : nothing[name]) },
    };
    await ask(platform, 'signUp', { email, password: goodPassword, name: 'Ada' });
    const verification = { token: await linkTo(platform, email, 'verification'), password: goodPassword };
    const once = async (name: 'confirmVerification' | 'confirmPasswordReset', input: object) => {
      expect(await ask(without, name, { ...input })).toMatchObject({ status: 503, body: { code: 'not-ready' } });
      expect(await ask(platform, name, { ...input })).toMatchObject({ status: 200 });
    };
    await once('confirmVerification', verification);
    await ask(platform, 'requestPasswordReset', { email });
    await once('confirmPasswordReset', {
      token: await linkTo(platform, email, 'password-reset'),
      password: otherPassword,
    });
  });

  test.each([
    ['requestVerification', { email }, 202],
    ['requestSignInLink', { email }, 202],
    ['requestPasswordReset', { email }, 202],
    ['confirmVerification', { token }, 410],
    ['confirmPasswordReset', { token, password: goodPassword }, 410],
  ] as const)('%s answers for unknown users as usual, because it needs no secret', async (name, input, status) => {
    const { platform, puts } = stage();
    expect(await ask(platform, name, input)).toMatchObject({ status });
    expect(puts).toEqual([]);
  });

  test('keys are not rotated', async () => {
    const { platform, puts } = stage();
    await expect(rotateKeys.with(platform)({})).rejects.toMatchObject({ code: 'not-ready' });
    expect([puts, await signingKeys(platform)]).toEqual([[], []]);
  });
});

describe('a key that is not published yet', () => {
  test('does not sign; the previous key signs until it is published', async () => {
    const { platform, seed } = stage();
    await seed();
    const first = decodeProtectedHeader(await tokenOn(platform)).kid;
    vi.setSystemTime(Date.now() + 31 * dayMs);
    const cut = { ...platform.parameters, put: () => Promise.reject(new Error('cut off')) };
    await expect(rotateKeys.with({ ...platform, parameters: cut })({})).rejects.toThrow('cut off');
    vi.setSystemTime(Date.now() + dayMs / 2);
    expect(await signingKeys(platform)).toHaveLength(2);
    expect(decodeProtectedHeader(await tokenOn(platform)).kid).toBe(first);
    expect(decodeProtectedHeader(await tokenOn({ ...platform })).kid).toBe(first);
    await rotateKeys.with(platform)({});
    expect(decodeProtectedHeader(await tokenOn(platform)).kid).not.toBe(first);
  });

  test('does not sign if no other key is published either', async () => {
    const { platform, seed } = stage();
    await seed();
    const { token: session } = await aUser(platform);
    await platform.parameters.put(jwks, '{"keys":[]}', { secret: false, once: false });
    const minted = await ask(platform, 'mintToken', {}, bearer(session));
    expect(minted).toMatchObject({ status: 503, body: { code: 'not-ready' } });
  });
});
