import type { Platform } from '@waybill/kernel';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nextFrom, published, signing } from '#functions/identity/domain/tokens/rotation';
import { rotateKeys } from '#functions/identity/schedules/rotate-keys';
import { seedSecrets } from '#functions/identity/setup/seed-secrets';
import { authorizer } from '#functions/organizations/authorizer';
import { ask, aUser, bearer, identityInMemory } from '../support/identity-in-memory.ts';
import { signingKeys } from '../support/signing-keys.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2026-05-04T12:00:00.000Z');
const at = (ms: number) => new Date(ms);

interface Key {
  readonly kid: number;
  readonly madeAt: string;
  readonly from: string;
}

/** The keys after each run of the job at these times. */
const tended = (times: readonly number[]) => {
  let keys: Key[] = [];
  let made = 0;
  return times.map((now) => {
    const from = nextFrom(keys, at(now));
    const all = from ? [...keys, { kid: made++, madeAt: at(now).toISOString(), from }] : keys;
    keys = published(all, at(now));
    return { now, before: all, keys };
  });
};

/** Times at which the job ran: once a day or so, late, not at all for a while, or twice at once. */
const times = fc
  .array(fc.oneof(fc.constant(day), fc.integer({ min: 0, max: 3 * day }), fc.constant(0), fc.constant(45 * day)), {
    minLength: 1,
    maxLength: 150,
  })
  .map((pauses) => {
    const times = [start];
    for (const pause of pauses) times.push(times.at(-1)! + pause);
    return times;
  });

describe('signing keys, whenever the job runs', () => {
  test('always include one that signs', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: day }), (times, later) => {
        for (const { now, keys } of tended(times)) {
          expect(signing(keys, at(now))).toBeDefined();
          expect(signing(keys, at(now + later))).toBeDefined();
        }
      }),
    );
  });

  test('stay published for a month after their last signature', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (times, part) => {
        const all = tended(times);
        const known = (now: number) => all.findLast((it) => it.now <= now)!.keys;
        const [first, last] = [all[0]!.now, all.at(-1)!.now];
        const signedAt = Math.floor(first + (last - first) * part);
        const { kid } = signing(known(signedAt), at(signedAt))!;
        for (const age of [0, minute, 15 * minute + 30_000, 30 * day - 1]) {
          const now = signedAt + age;
          expect(published(known(now), at(now)).map((key) => key.kid)).toContain(kid);
        }
      }),
    );
  });

  test('are published at least ten minutes before they sign, except the first', () => {
    fc.assert(
      fc.property(times, (times) => {
        const made = new Map(tended(times).flatMap(({ before }) => before.map((key) => [key.kid, key] as const)));
        for (const { kid, madeAt, from } of made.values())
          if (kid > 0) expect(Date.parse(from) - Date.parse(madeAt)).toBeGreaterThanOrEqual(10 * minute);
          else expect(from).toBe(madeAt);
      }),
    );
  });

  test('sign for at least thirty days and are deleted thirty days after their successor has begun to sign', () => {
    fc.assert(
      fc.property(times, (times) => {
        for (const { now, keys } of tended(times)) {
          const inOrder = keys.toSorted((a, b) => a.kid - b.kid);
          for (const [i, key] of inOrder.entries()) {
            const next = inOrder[i + 1];
            if (!next) continue;
            expect(Date.parse(next.from) - Date.parse(key.from)).toBeGreaterThanOrEqual(30 * day);
            expect(Date.parse(next.from) + 30 * day).toBeGreaterThan(now);
          }
          expect(keys.length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  test('sign for at most thirty-one days when the job runs daily', () => {
    const days = Array.from({ length: 400 }, (_, i) => start + i * day);
    const made = new Map(tended(days).flatMap(({ before }) => before.map((key) => [key.kid, key.from] as const)));
    const froms = [...made.values()].map((from) => Date.parse(from));
    expect(froms.length).toBeGreaterThan(10);
    for (const [i, from] of froms.slice(1).entries()) expect(from - froms[i]!).toBeLessThanOrEqual(31 * day);
  });
});

describe('the signing keys of a stage', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    vi.stubEnv('WAYBILL_JWKS_PARAMETER', '/waybill/test/jwks');
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/GET/deliveries';
  const gateOf = (platform: Platform) => {
    const authorize = authorizer.with(platform);
    return (token: string) => authorize({ headers: { authorization: `Bearer ${token}` }, methodArn } as any);
  };
  const jwksIn = async (platform: Platform) => JSON.parse((await platform.parameters.get('/waybill/test/jwks'))!);

  test('change without a refusal of a valid token', async () => {
    const { platform } = identityInMemory();
    const { token: session } = await aUser(platform);
    // One authorizer that runs all the time, and a new one for every token.
    const busy = gateOf(platform);
    const held: { token: string; until: number }[] = [];
    const kids = new Set<string>();
    let refused = 0;
    let asked = 0;

    const work = async () => {
      const minted = await ask(platform, 'mintToken', {}, bearer(session));
      expect(minted.status).toBe(200);
      const { token } = minted.body as { token: string };
      kids.add(decodeProtectedHeader(token).kid!);
      held.push({ token, until: Date.now() + 15 * minute });
      while (held[0]!.until <= Date.now()) held.shift();
      for (const { token } of [held[0]!, held.at(-1)!])
        for (const gate of [busy, gateOf(platform)]) {
          asked++;
          await gate(token).catch(() => refused++);
        }
    };
    const pass = async (ms: number, step: number) => {
      for (const until = Date.now() + ms; Date.now() < until; ) {
        await work();
        vi.setSystemTime(Date.now() + step);
      }
    };

    for (let days = 0; days < 95; days++) {
      const { affected: added } = await rotateKeys.with(platform)({});
      // After a key was added, every minute until it has signed for a while.
      if (added) await pass(40 * minute, minute);
      await pass(added ? day - 40 * minute : day, 7 * hour);
    }
    expect(kids.size).toBe(4);
    expect(asked).toBeGreaterThan(1_500);
    expect(refused).toBe(0);
  });

  test('are rotated by a job, which adds the first key at once and later ones when they are due', async () => {
    const { platform } = identityInMemory();
    expect(await rotateKeys.with(platform)({})).toMatchObject({ lockAcquired: true, affected: 1 });
    expect(await rotateKeys.with(platform)({})).toMatchObject({ lockAcquired: true, affected: 0 });
  });

  test('are published within the size limit of a parameter, without private keys', async () => {
    const { platform, events } = identityInMemory();
    for (let days = 0; days < 100; days++) {
      await rotateKeys.with(platform)({});
      const text = (await platform.parameters.get('/waybill/test/jwks'))!;
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
      vi.setSystemTime(Date.now() + day);
    }
    const { keys } = await jwksIn(platform);
    expect(keys.length).toBeGreaterThan(1);
    for (const key of keys) expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(JSON.stringify(await signingKeys(platform))).not.toContain('"d"');
    expect(events.filter(({ type }) => type === 'SigningKeyAdded')).toHaveLength(4);
    const answered = await ask(platform, 'getJwks');
    expect(answered).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'public, max-age=300' },
      body: { keys },
    });
  });

  test('are published by the next run if a run was interrupted before that', async () => {
    const system = identityInMemory();
    await rotateKeys.with(system.platform)({});
    vi.setSystemTime(Date.now() + 31 * day);
    const { parameters } = system.platform;
    const put = async () => {
      throw new Error('cut off');
    };
    const broken = { ...system.platform, parameters: { ...parameters, put } };
    await expect(rotateKeys.with(broken)({})).rejects.toThrow('cut off');
    expect((await jwksIn(system.platform)).keys).toHaveLength(1);
    vi.setSystemTime(Date.now() + minute);
    expect((await rotateKeys.with(system.platform)({})).affected).toBe(0);
    expect((await jwksIn(system.platform)).keys).toHaveLength(2);
  });

  test('are found through the OpenID configuration', async () => {
    const { body, status, headers } = await ask(identityInMemory().platform, 'getOpenidConfiguration');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(body).toMatchObject({
      issuer: 'https://api.waybill.test/v1',
      jwks_uri: 'https://api.waybill.test/v1/auth/jwks',
      token_endpoint: 'https://api.waybill.test/v1/auth/token',
    });
  });

  test('are found at the configured address, whatever `Host` a request names', async () => {
    const { platform } = identityInMemory();
    const asked = (headers: Record<string, string>) => ask(platform, 'getOpenidConfiguration', {}, { headers });
    const { body } = await asked({});
    for (const host of ['evil.example', 'javascript://%0aalert(1)//', 'localhost', 'api.waybill.test:8443'])
      for (const proto of ['https', 'javascript', 'http'])
        expect((await asked({ host, 'x-forwarded-host': host, 'x-forwarded-proto': proto })).body).toEqual(body);
  });

  test('are published by the issuer that tokens name, as OpenID Connect Discovery requires', async () => {
    const { platform } = identityInMemory();
    await seedSecrets.with(platform)({});
    const { token } = await aUser(platform);
    const minted = await ask(platform, 'mintToken', {}, bearer(token));
    const { body } = await ask(platform, 'getOpenidConfiguration');
    expect(new URL(body.issuer).protocol).toBe('https:');
    expect(decodeJwt(minted.body.token).iss).toBe(body.issuer);
    expect(body.jwks_uri.startsWith(`${body.issuer}/`)).toBe(true);
  });
});
