import { hashOf, newSecret } from '@waybill/auth';
import { type Caller, deleteRecord, newId, putRecord, type RecordedEvent } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { publishedEvent } from '@waybill/kernel/messaging/published-event';
import { ConcurrencyError } from '@waybill/kernel/platform';
import { itsId, now, rowAfter, scenario, secret, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ApiKeyCreated, ApiKeyExpiring, ApiKeyRevoked, ApiKeyRotated, memberships } from '#events/organizations';
import { authorizer } from '#functions/organizations/authorizer';
import { createApiKey } from '#functions/organizations/commands/api-keys/create-api-key';
import { revokeApiKey } from '#functions/organizations/commands/api-keys/revoke-api-key';
import { rotateApiKey } from '#functions/organizations/commands/api-keys/rotate-api-key';
import { keyExpiries } from '#functions/organizations/domain/api-keys/key-expiry';
import { isOpenTo } from '#functions/organizations/domain/api-keys/key-paths';
import { keyText, readKey } from '#functions/organizations/domain/api-keys/key-text';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import { apiKeyRow } from '#functions/organizations/projections/api-key-row';
import { listApiKeys } from '#functions/organizations/queries/list-api-keys';
import { founded, happened } from '../../identity/support/staff.ts';
import { ask, officer } from '../../kernel/support/asking.ts';
import { clockAt } from '../../kernel/support/platforms.ts';
import { acmeWith } from '../support/organizations.ts';
import { streamIn } from '../support/stream-in.ts';

const prefix = `wb_${itsId.slice(0, 8)}`;
const robot = { name: 'Robot', role: 'agent' } as const;
const aYearOn = '2027-05-04T12:00:00.000Z';
const made = ApiKeyCreated({ ...robot, prefix, hash: hashOf(secret), expiresAt: aYearOn, orgType: 'Customer' });
const { orgId: organizationId, userId } = someCaller;
/** The record that the member who made a key knows its secret. */
const known = (apiKeyId: string, until: string) =>
  putRecord(memberships, membershipId({ userId, organizationId }), {
    userId,
    organizationId,
    apiKeys: { [apiKeyId]: until },
  });
/** The record of the next warning is kept for sixty days longer. */
const kept = (warnedAt: string) =>
  putRecord(keyExpiries, itsId, { organizationId }, new Date(Date.parse(warnedAt) + 60 * 86_400_000).toISOString());
const asOfficer = { organization: acmeWith({ [someCaller.userId]: 'officer' }) };

describe('creating a key', () => {
  const given = () => scenario(createApiKey).given().seeing(asOfficer);

  test('stores a hash of the generated secret', () =>
    given().when(robot).emits(made, known(itsId, aYearOn), kept('2027-04-04T12:00:00.000Z')));

  test('accepts an expiry and the paths of the key', () => {
    const more = { expiresAt: '2026-06-04T12:00:00.000Z', paths: ['/deliveries/*', '/routes'] };
    given()
      .when({ ...robot, ...more })
      .emits(ApiKeyCreated({ ...made.data, ...more }), known(itsId, more.expiresAt), kept('2026-05-05T12:00:00.000Z'));
  });

  test('accepts the context keys of the contacts that the key reaches', () => {
    const more = { contextKeys: ['customer', 'user'] };
    given()
      .when({ ...robot, ...more })
      .emits(ApiKeyCreated({ ...made.data, ...more }), known(itsId, aYearOn), kept('2027-04-04T12:00:00.000Z'));
    expect(rowAfter(apiKeyRow, ApiKeyCreated({ ...made.data, ...more }))).toMatchObject(more);
    expect(rowAfter(apiKeyRow, made)).toMatchObject({ contextKeys: null });
  });

  test('refuses a role above the caller’s own', () =>
    given()
      .when({ ...robot, role: 'owner' })
      .refuses('role-too-high', { role: 'owner', most: 'officer' }, 403));

  test('is refused to API keys', () =>
    given()
      .asking({ userId: `key:${itsId}` })
      .when(robot)
      .refuses('not-by-a-key', {}, 403));

  test('refuses an expiry in the past', () =>
    given()
      .when({ ...robot, expiresAt: now })
      .refuses('expires-in-the-past', { expiresAt: now }, 400));

  test.each<[object]>([
    [{ ...robot, name: ' ' }],
    [{ ...robot, role: 'root' }],
    [{ ...robot, contextKeys: [] }],
    [{ ...robot, contextKeys: [' '] }],
    [{ ...robot, contextKeys: ['x'.repeat(256)] }],
    [{ ...robot, contextKeys: Array.from({ length: 21 }, (_, i) => `k${i}`) }],
    [{ ...robot, paths: [] }],
    [{ ...robot, paths: Array.from({ length: 21 }, (_, i) => `/deliveries/${i}`) }],
    ...['deliveries', '/', '/a/', '//', '/*/status', '/a*', '/a/**', '/../a', '/a/./b', '/a/%2e', '/a?b', ''].map(
      (path): [object] => [{ ...robot, paths: [path] }],
    ),
  ])('refuses %j', (input) => expect(createApiKey.definition.input.safeParse(input).success).toBe(false));
});

describe('rotating a key', () => {
  const { given: before } = scenario(rotateApiKey);
  const given = (...facts: Parameters<typeof before>) => before(...facts).seeing(asOfficer);

  test('accepts the old secret for a day', () =>
    given(made)
      .when({})
      .emits(
        ApiKeyRotated({ prefix, hash: hashOf(secret), oldUntil: '2026-05-05T12:00:00.000Z', expiresAt: aYearOn }),
        known(itsId, aYearOn),
        kept('2027-04-04T12:00:00.000Z'),
      ));

  test('is refused for keys that are not valid', () => {
    given(made, ApiKeyRevoked({})).when({}).refuses('api-key-revoked', {}, 409);
    const until = '2026-05-04T11:59:59.000Z';
    given(ApiKeyCreated({ ...made.data, expiresAt: until }))
      .when({})
      .refuses('api-key-expired', { expiresAt: until }, 409);
    given().when({}).refuses('api-key-not-found', {}, 404);
  });

  test('is refused to API keys', () =>
    given(made)
      .asking({ userId: `key:${itsId}` })
      .when({})
      .refuses('not-by-a-key', {}, 403));
});

describe('revoking a key', () => {
  const { given: before } = scenario(revokeApiKey);
  const given = (...facts: Parameters<typeof before>) => before(...facts).seeing(asOfficer);

  test('is final', () => given(made).when({}).emits(ApiKeyRevoked({}), deleteRecord(keyExpiries, itsId)));
  test('records nothing the second time', () => given(made, ApiKeyRevoked({})).when({}).emitsNothing());
  test('is refused for an unknown key', () => given().when({}).refuses('api-key-not-found', {}, 404));
});

test('the row of a key has no secret and no hash', () => {
  const rotated = ApiKeyRotated({ prefix, hash: hashOf('next'), oldUntil: now });
  const row = rowAfter(apiKeyRow, made, rotated, ApiKeyRevoked({}));
  expect(row).toMatchObject({ apiKeyId: itsId, prefix, ...robot, rotatedAt: now, revoked: true, paths: null });
  expect(JSON.stringify(row)).not.toContain(hashOf(secret));
});

test('the row of a key has its expiry, also after a rotation and a warning', () => {
  const longer = '2027-06-04T12:00:00.000Z';
  const rotated = (expiresAt?: string) => ApiKeyRotated({ prefix, hash: hashOf('next'), oldUntil: now, expiresAt });
  expect(rowAfter(apiKeyRow, made)).toMatchObject({ expiresAt: aYearOn });
  expect(rowAfter(apiKeyRow, made, rotated())).toMatchObject({ expiresAt: aYearOn });
  const warned = ApiKeyExpiring({ expiresAt: longer, days: 30 });
  expect(rowAfter(apiKeyRow, made, rotated(longer), warned)).toMatchObject({ expiresAt: longer, rotatedAt: now });
});

describe('the text of a key', () => {
  const text = { apiKeyId: newId('a key'), orgId: 'acme', secret: 's'.repeat(43) };
  const whole = keyText(text);

  test('is parsed as it was written', () => expect(readKey(whole)).toEqual(text));

  test.each([
    '',
    'wb_',
    whole.slice(0, -1),
    `${whole}s`,
    whole.slice(1),
    ` ${whole}`,
    `${whole}\n`,
    whole.replace('acme', ''),
    whole.replace('acme', 'ac#me'),
    whole.replace('acme', 'x'.repeat(65)),
    whole.toUpperCase(),
    whole.replaceAll('.', '#'),
    whole.repeat(50),
  ])('is not parsed from %j', (other) => expect(readKey(other)).toBeUndefined());
});

describe('a path pattern', () => {
  test.each([
    ['/deliveries', '/deliveries', true],
    ['/deliveries', '/deliveries/', true],
    ['/deliveries', '/deliveries/1', false],
    ['/deliveries', '/Deliveries', false],
    ['/deliveries', '/deliveriesx', false],
    ['/deliveries/*', '/deliveries/1', true],
    ['/deliveries/*', '/deliveries/1/status', true],
    ['/deliveries/*', '/deliveries', false],
    ['/deliveries/*', '/deliveries/', false],
    ['/deliveries/*', '/deliveriesx/1', false],
    ['/deliveries/*', '/deliveries/../api-keys', false],
    ['/deliveries/*', '/deliveries/./1', false],
    ['/deliveries/*', '/deliveries/%2e%2e/api-keys', false],
    ['/deliveries/*', '/deliveries//1', false],
    ['/deliveries/*', '/x/deliveries/1', false],
    ['/*', '/anything/at/all', true],
  ])('%s matches %s: %s', (pattern, path, open) => expect(isOpenTo([pattern], path)).toBe(open));

  test('matches if any one pattern does', () => expect(isOpenTo(['/a', '/b/*'], '/b/1')).toBe(true));
});

const orgId = newId('organization customer');

/** An organization with an officer, an authorizer, a clock that can be moved, and counters of reads and writes. */
const door = async () => {
  const clock = clockAt(now);
  const unprojected: RecordedEvent[] = [];
  const whole = memory({ clock, onAppend: (events) => unprojected.push(...events) });
  await founded(whole, 'Customer', { [officer.userId]: 'officer' });
  const count = { reads: 0, notes: 0 };
  const platform = {
    ...whole,
    events: {
      ...whole.events,
      read: (...asked: Parameters<typeof whole.events.read>) => {
        count.reads++;
        return whole.events.read(...asked);
      },
    },
    logs: {
      ...whole.logs,
      append: (...asked: Parameters<typeof whole.logs.append>) => {
        count.notes++;
        return whole.logs.append(...asked);
      },
    },
  };
  const asked = (fn: Parameters<typeof ask>[1], more: Parameters<typeof ask>[2] = {}) =>
    ask(whole, fn, { ...more, as: { orgId, ...more.as } });
  const make = async (body: object = {}, as: Partial<Caller> = {}) =>
    asked(createApiKey, { body: { ...robot, ...body }, as });
  const at = (key: string, path = '/deliveries/1', authorize = authorizer.with(platform)) =>
    authorize({
      headers: { 'X-Api-Key': key },
      methodArn: `arn:aws:execute-api:eu-west-1:123456789012:api/v1/GET${path}`,
    } as any);
  const effect = async (key: string, path?: string) => (await at(key, path)).policyDocument.Statement[0]!.Effect;
  const turnedAway = (key: string) => expect(at(key)).rejects.toThrow(/^Unauthorized$/);
  const list = async () => {
    for (const event of unprojected.splice(0)) await apiKeyRow.with(whole)([event]);
    return asked(listApiKeys);
  };
  return { clock, platform, whole, count, asked, make, at, effect, turnedAway, list };
};

describe('a key over HTTP', () => {
  test('is shown once, and not in the answer to a repeated request', async () => {
    const { asked } = await door();
    const body = { ...robot };
    const [first, again] = [
      await asked(createApiKey, { body, key: 'once' }),
      await asked(createApiKey, { body, key: 'once' }),
    ];
    const { apiKeyId } = first.body;
    expect(first).toMatchObject({ status: 201, body: { apiKeyId, version: 1 } });
    expect(readKey(first.body.key)).toMatchObject({ apiKeyId, orgId });
    expect(again.body).toEqual({ apiKeyId, version: 1, expiresAt: aYearOn });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
  });

  test('has a random secret, even for equal requests', async () => {
    const { make } = await door();
    const secrets = [await make(), await make()].map(({ body }) => readKey(body.key)!.secret);
    expect(new Set(secrets).size).toBe(2);
    const [one, another] = [await door(), await door()];
    const same = { body: robot, key: 'same' };
    const keys = [await one.asked(createApiKey, same), await another.asked(createApiKey, same)];
    expect(keys[0]!.body.apiKeyId).toBe(keys[1]!.body.apiKeyId);
    expect(keys[0]!.body.key).not.toBe(keys[1]!.body.key);
  });

  test('is refused to roles below officer', async () => {
    const { make, asked } = await door();
    expect((await make({}, { role: 'agent' })).status).toBe(403);
    expect((await asked(listApiKeys, { as: { role: 'agent' } })).status).toBe(403);
  });

  test('is listed without its secret and hash', async () => {
    const { make, list, at } = await door();
    const { body } = await make({ paths: ['/deliveries/*'] });
    const listed = await list();
    expect(listed.body.items).toMatchObject([
      { apiKeyId: body.apiKeyId, prefix: body.key.slice(0, 11), ...robot, lastUsedAt: null, revoked: false },
    ]);
    await at(body.key);
    const text = JSON.stringify((await list()).body);
    expect(text).toContain(`"lastUsedAt":"${now}"`);
    expect(text).not.toContain(readKey(body.key)!.secret);
    expect(text).not.toContain(hashOf(readKey(body.key)!.secret));
  });
});

describe('at the authorizer', () => {
  test('a key gives the organization and the role', async () => {
    const { make, at } = await door();
    const { body } = await make();
    expect(await at(body.key)).toMatchObject({
      principalId: `key:${body.apiKeyId}`,
      context: { sub: `key:${body.apiKeyId}`, orgId, orgType: 'Customer', role: 'agent' },
    });
  });

  test('a key with any wrong part is refused', async () => {
    const { make, turnedAway } = await door();
    const { body } = await make();
    const { secret } = readKey(body.key)!;
    const text = { apiKeyId: body.apiKeyId, orgId, secret };
    await turnedAway(keyText({ ...text, secret: `${secret.slice(0, -2)}__` }));
    await turnedAway(keyText({ ...text, secret: hashOf(secret) }));
    await turnedAway(keyText({ ...text, orgId: 'another' }));
    await turnedAway(keyText({ ...text, apiKeyId: newId('another') }));
    await turnedAway(body.key.slice(0, -1));
    await turnedAway(body.key.repeat(60));
    await turnedAway('x'.repeat(8_192));
    await turnedAway('');
  });

  test('the context keys of a key are passed on, and nothing for a key without', async () => {
    const { make, at } = await door();
    const contextKeys = ['customer', 'käufer, "A"'];
    expect((await at((await make({ contextKeys })).body.key)).context).toMatchObject({
      contextKeys: JSON.stringify(contextKeys),
    });
    expect((await at((await make()).body.key)).context).not.toHaveProperty('contextKeys');
  });

  test('a key costs one read, and a text that is no key costs none', async () => {
    const { make, at, count, turnedAway } = await door();
    const { body } = await make();
    await at(body.key);
    expect(count.reads).toBe(1);
    await at(body.key);
    expect(count.reads).toBe(2);
    await turnedAway('x'.repeat(8_192));
    expect(count.reads).toBe(2);
  });

  test('a wrong key is not looked up again for a minute', async () => {
    const { make, platform, count, clock } = await door();
    const { body } = await make();
    const authorize = authorizer.with(platform);
    const wrong = body.key.replace(/.{4}$/, '____');
    const event: any = { headers: { 'x-api-key': wrong }, methodArn: 'arn:aws:execute-api:r:1:api/v1/GET/x' };
    for (let i = 0; i < 3; i++) await expect(authorize(event)).rejects.toThrow('Unauthorized');
    expect(count.reads).toBe(1);
    clock.advance(60);
    await expect(authorize(event)).rejects.toThrow('Unauthorized');
    expect(count.reads).toBe(2);
  });

  test('a key with paths is allowed on those and denied on others', async () => {
    const { make, effect } = await door();
    const { body } = await make({ paths: ['/deliveries/*', '/routes'] });
    expect(await effect(body.key, '/deliveries/1/status')).toBe('Allow');
    expect(await effect(body.key, '/routes')).toBe('Allow');
    for (const path of ['/deliveries', '/routes/1', '/api-keys', '/deliveries/../api-keys'])
      expect(await effect(body.key, path)).toBe('Deny');
  });

  test('a revoked key is refused at once, even by an authorizer that has just accepted it', async () => {
    const { make, asked, platform, at } = await door();
    const { body } = await make();
    const authorize = authorizer.with(platform);
    await at(body.key, '/x', authorize);
    expect((await asked(revokeApiKey, { path: { apiKeyId: body.apiKeyId } })).status).toBe(200);
    await expect(at(body.key, '/x', authorize)).rejects.toThrow('Unauthorized');
  });

  test('a key is valid until it expires', async () => {
    const { make, effect, turnedAway, clock } = await door();
    const { body } = await make({ expiresAt: '2026-05-04T13:00:00.000Z' });
    clock.advance(3_599);
    expect(await effect(body.key)).toBe('Allow');
    clock.advance(1);
    await turnedAway(body.key);
  });

  test('a key from before keys had to expire stays valid', async () => {
    const { whole, effect, clock } = await door();
    const { expiresAt: _, ...endless } = made.data;
    const apiKeyId = newId('an old key');
    const secret = newSecret();
    await happened(whole, streamIn(orgId, 'api-key', apiKeyId), ApiKeyCreated({ ...endless, hash: hashOf(secret) }));
    clock.advance(3 * 365 * 86_400);
    expect(await effect(keyText({ apiKeyId, orgId, secret }))).toBe('Allow');
  });

  test('after a rotation both secrets are valid for a day, then only the new one', async () => {
    const { make, asked, effect, turnedAway, clock } = await door();
    const { body } = await make();
    const path = { apiKeyId: body.apiKeyId };
    const next = await asked(rotateApiKey, { path, key: 'r' });
    const again = await asked(rotateApiKey, { path, key: 'r' });
    expect(next).toMatchObject({ status: 200, body: { apiKeyId: body.apiKeyId, version: 2 } });
    expect(again.body).toEqual({ apiKeyId: body.apiKeyId, version: 2, expiresAt: '2027-05-04T12:00:00.000Z' });
    clock.advance(24 * 3_600 - 1);
    expect([await effect(body.key), await effect(next.body.key)]).toEqual(['Allow', 'Allow']);
    clock.advance(1);
    await turnedAway(body.key);
    expect(await effect(next.body.key)).toBe('Allow');
    await asked(revokeApiKey, { path });
    await turnedAway(next.body.key);
  });

  test('the use of a key is recorded once a minute by all authorizers together', async () => {
    const { make, platform, at, count, clock, list } = await door();
    const { body } = await make();
    const doors = [authorizer.with(platform), authorizer.with(platform)];
    for (let i = 0; i < 3; i++) for (const authorize of doors) await at(body.key, '/x', authorize);
    expect(count.notes).toBe(1);
    clock.advance(60);
    for (const authorize of doors) await at(body.key, '/x', authorize);
    expect(count.notes).toBe(2);
    expect((await list()).body.items[0].lastUsedAt).toBe('2026-05-04T12:01:00.000Z');
  });

  test.each([new ConcurrencyError('noted'), new Error('no table')])(
    'a key is accepted even if its use cannot be recorded: %s',
    async (error) => {
      const { make, platform, at } = await door();
      const { body } = await make();
      const commit = async () => {
        throw error;
      };
      const broken = authorizer.with({ ...platform, events: { ...platform.events, commit } });
      expect((await at(body.key, '/x', broken)).principalId).toBe(`key:${body.apiKeyId}`);
    },
  );
});

test('published events of keys have no hash', async () => {
  const { make, whole } = await door();
  const { body } = await make();
  const [recorded] = await whole.events.read(streamIn(orgId, 'api-key', body.apiKeyId));
  expect(recorded!.data.hash).toBeDefined();
  expect(publishedEvent({ organizations: { createApiKey } })(recorded!).data).not.toHaveProperty('hash');
});
