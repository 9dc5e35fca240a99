import { createHmac, KeyObject, randomBytes, sign } from 'node:crypto';
import {
  type ApiKeyVerifier,
  type AuthorizerContext,
  authorizer,
  authorizerWith,
  type Development,
  developmentIssuer,
  pseudonymOf,
  whoIsId,
  whoIsRecords,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { clockAt } from '../support/platforms.ts';

const parameter = '/waybill/test/jwks';

const start = '2026-05-04T12:00:00.000Z';
const now = Date.parse(start) / 1000;
const arn = 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/GET/vans/1';

const keyPair = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
};
const [ours, next, stranger] = await Promise.all([keyPair('k1'), keyPair('k2'), keyPair('k1')]);
const jwks = (...keys: object[]) => JSON.stringify({ keys });

const claims = { sub: 'user-1', orgId: 'acme', orgType: 'Customer', role: 'officer' };
const registered = { iss: 'https://api.waybill.test/v1', aud: 'waybill-api', iat: now, exp: now + 900 };

const token = (
  more: object = {},
  { key = ours, header = {} as object, without = [] as readonly string[] } = {},
): Promise<string> => {
  const payload = Object.fromEntries(
    Object.entries({ ...registered, ...claims, ...more }).filter(([name]) => !without.includes(name)),
  );
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header }).sign(key.privateKey);
};

/** An authorizer with these keys, its clock, and how often the keys were read. */
const setUp = (keys: string | undefined = jwks(ours.jwk), authorizing = authorizer, development?: Development) => {
  const clock = clockAt(start);
  const state = { keys: keys as string | undefined, reads: 0, others: {} as Record<string, string> };
  const platform = {
    ...memory({ clock }),
    development,
    parameters: {
      get: async (name: string) => {
        state.reads++;
        return name === parameter ? state.keys : state.others[name];
      },
      put: async () => '',
    },
  };
  const authorize = authorizing.with(platform);
  const send = (headers: Record<string, string> | null, methodArn = arn) => authorize({ headers, methodArn } as any);
  return { clock, state, send, sendToken: async (it: string) => send({ Authorization: `Bearer ${it}` }) };
};
const isRefused = (response: Promise<unknown>) => expect(response).rejects.toThrow(/^Unauthorized$/);

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed with the valid key, with a header that no library would write. */
const signedAs = (header: object) => {
  const text = `${base64url(header)}.${base64url({ ...registered, ...claims })}`;
  const signature = sign('RSA-SHA256', Buffer.from(text), KeyObject.from(ours.privateKey));
  return `${text}.${signature.toString('base64url')}`;
};

describe('a valid token', () => {
  test('authorizes all paths of the stage, and identifies the caller', async () => {
    expect(await setUp().sendToken(await token({ name: 'Jo Doe' }))).toEqual({
      principalId: 'user-1',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/*',
          },
        ],
      },
      context: claims,
    });
  });

  test.each(['authorization', 'Authorization', 'AUTHORIZATION'])('may come in the header %s', async (name) => {
    const { send } = setUp();
    await send({ [name]: `bearer ${await token()}` });
  });

  test('may be expired by as much as clocks may differ', async () => {
    const { clock, sendToken } = setUp();
    const it = await token();
    clock.advance(900 + 29);
    await sendToken(it);
    clock.advance(2);
    await isRefused(sendToken(it));
  });

  test('may come from a clock that is slightly ahead', async () => {
    await setUp().sendToken(await token({ iat: now + 29, nbf: now + 29, exp: now + 900 }));
  });
});

describe('a token', () => {
  const contextOf = async (more: object, without: readonly string[] = []) =>
    (await setUp().sendToken(await token(more, { without }))).context;

  test.each(['orgId', 'orgType', 'role'])('without %s is of a user without an organization', async (name) => {
    expect(await contextOf({}, [name])).toEqual({ sub: 'user-1' });
    expect(await contextOf({ [name]: null })).toEqual({ sub: 'user-1' });
  });

  test('that is bound to a browser names its fingerprint', async () => {
    expect(await contextOf({ fp: 'f1' })).toEqual({ ...claims, fp: 'f1' });
  });

  test('of staff that emulates another organization has an auditor’s rights there, and names its own organization', async () => {
    expect(await contextOf({ role: 'owner', orgType: 'Support', emulatedOrgId: 'other' })).toEqual({
      sub: 'user-1',
      orgId: 'other',
      orgType: 'Customer',
      role: 'auditor',
      emulatedFrom: 'acme',
    });
    expect(await contextOf({ emulatedOrgId: 'other', emulatedOrgType: 'Affiliate' })).toMatchObject({
      orgId: 'other',
      orgType: 'Affiliate',
      role: 'auditor',
    });
  });

  test('of a user without an organization cannot emulate', async () => {
    expect(await contextOf({ emulatedOrgId: 'other' }, ['orgId'])).toEqual({ sub: 'user-1' });
  });

  test('of an impersonated user names both users', async () => {
    expect(await contextOf({ impersonatedBy: 'root-1' })).toEqual({ ...claims, impersonatedBy: 'root-1' });
  });

  test('cannot set its own source', async () => {
    expect(await contextOf({ emulatedFrom: 'acme', principalId: 'x' })).toEqual(claims);
  });
});

describe('an API key', () => {
  const machine: AuthorizerContext = { sub: 'key:1', orgId: 'acme', orgType: 'Customer', role: 'agent' };

  /** An authorizer with a verifier that gives this answer, and the calls of the verifier. */
  const setUpWith = (
    answer: Awaited<ReturnType<ReturnType<ApiKeyVerifier['holder']>>>,
    use: (by: AuthorizerContext) => Promise<void> = async () => undefined,
  ) => {
    const asked: unknown[] = [];
    const holder = () => async (about: unknown) => {
      asked.push(about);
      return answer;
    };
    return { asked, ...setUp(undefined, authorizerWith({ name: 'keys', holder, used: () => use })) };
  };

  test.each(['x-api-key', 'X-Api-Key', 'X-API-KEY'])('in %s authorizes as its holder', async (name) => {
    const { send, state } = setUpWith(machine);
    expect(await send({ [name]: 'wb_1' })).toMatchObject({
      principalId: 'key:1',
      context: machine,
      policyDocument: { Statement: [{ Effect: 'Allow' }] },
    });
    expect(state.reads).toBe(0);
  });

  test('is verified with method and path, the same behind every domain', async () => {
    const { send, asked } = setUpWith(machine);
    await send({ 'x-api-key': 'wb_1' });
    await send({ 'x-api-key': 'wb_1' }, 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/POST/');
    await send({ 'x-api-key': 'wb_1' }, 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/PUT/vans/a%2Fb/c:d');
    expect(asked).toEqual([
      { key: 'wb_1', method: 'GET', path: '/vans/1' },
      { key: 'wb_1', method: 'POST', path: '/' },
      { key: 'wb_1', method: 'PUT', path: '/vans/a%2Fb/c:d' },
    ]);
  });

  test('that is unknown is refused', async () => isRefused(setUpWith(undefined).send({ 'x-api-key': 'wb_1' })));

  test('that is not allowed for this path is denied with 403, not as unknown', async () => {
    expect(await setUpWith('not-here').send({ 'x-api-key': 'wb_1' })).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }] },
    });
  });

  test('is ignored next to a token, valid or not', async () => {
    const { send, asked } = setUpWith(machine);
    const good = await send({ 'x-api-key': 'wb_1', Authorization: `Bearer ${await token()}` });
    expect(good.context).toEqual(claims);
    for (const bad of ['', 'Bearer', 'Bearer a.b.c', 'wb_1'])
      await isRefused(send({ 'x-api-key': 'wb_1', Authorization: bad }));
    expect(asked).toEqual([]);
  });

  test('is refused where there is no verifier', async () => isRefused(setUp().send({ 'x-api-key': 'wb_1' })));

  test('that was accepted is recorded as used, and no other is', async () => {
    const used: AuthorizerContext[] = [];
    const use = async (by: AuthorizerContext) => void used.push(by);
    await setUpWith(machine, use).send({ 'x-api-key': 'wb_1' });
    await setUpWith('not-here', use).send({ 'x-api-key': 'wb_1' });
    await isRefused(setUpWith(undefined, use).send({ 'x-api-key': 'wb_1' }));
    expect(used).toEqual([machine]);
  });

  test('is accepted even if its use cannot be recorded', async () => {
    const { send } = setUpWith(machine, async () => {
      throw new Error('out of ink');
    });
    expect(await send({ 'x-api-key': 'wb_1' })).toMatchObject({ context: machine });
  });

  test('is not read from other headers', async () => {
    const { send, asked } = setUpWith(machine);
    await isRefused(send({ Authorization: 'Bearer wb_1' }));
    await isRefused(send({ Cookie: 'x-api-key=wb_1' }));
    expect(asked).toEqual([]);
  });

  test('is not reported as unknown because the verifier fails', async () => {
    const holder = () => async () => {
      throw new Error('out of order');
    };
    const { send } = setUp(undefined, authorizerWith({ name: 'keys', holder, used: () => async () => undefined }));
    await expect(send({ 'x-api-key': 'wb_1' })).rejects.toThrow('out of order');
  });
});

describe('a refusal, where the gateway can pass on its code', () => {
  const codeOf = async (response: Promise<unknown>) => {
    const refused = await response.then(
      () => undefined,
      (error) => error,
    );
    expect(refused).toMatchObject({ name: 'Error', message: 'Unauthorized' });
    return refused.code;
  };

  test('reports an expired token once its signature is verified', async () => {
    const old = { iat: now - 931, exp: now - 31 };
    expect(await codeOf(setUp().sendToken(await token(old)))).toBe('token-expired');
    expect(await codeOf(setUp().sendToken(await token(old, { key: stranger })))).toBe('not-signed-in');
    expect(await codeOf(setUp().sendToken(await token({ ...old, aud: 'another-api' })))).toBe('not-signed-in');
  });

  test('reports an unknown key for a token that names one', async () => {
    expect(await codeOf(setUp().sendToken(await token({}, { key: next })))).toBe('token-unknown-key');
    expect(await codeOf(setUp().sendToken(await token({}, { header: { kid: undefined } })))).toBe('not-signed-in');
    expect(await codeOf(setUp().sendToken(await token({}, { key: stranger })))).toBe('not-signed-in');
  });

  test('reports nothing about anything else', async () => {
    expect(await codeOf(setUp().send(null))).toBe('not-signed-in');
    expect(await codeOf(setUp().send({ 'x-api-key': 'wb_1' }))).toBe('not-signed-in');
    expect(await codeOf(setUp().sendToken('a.b.c'))).toBe('not-signed-in');
    expect(await codeOf(setUp().sendToken(await token({ role: 'root' })))).toBe('not-signed-in');
  });
});

describe('a request is refused', () => {
  test.each<[string, Record<string, string> | null]>([
    ['without headers', null],
    ['without a token', {}],
    ['with an empty header', { Authorization: '' }],
    ['with a scheme only', { Authorization: 'Bearer' }],
    ['with another scheme', { Authorization: 'Basic dXNlcjpwYXNz' }],
    ['with an invalid token', { Authorization: 'Bearer a.b.c' }],
    ['with another invalid token', { Authorization: `Bearer ${randomBytes(40).toString('base64url')}.e30.e30` }],
  ])('%s', async (_, headers) => {
    await isRefused(setUp().send(headers));
  });

  test('with two tokens, or text after one', async () => {
    const it = await token();
    await isRefused(setUp().sendToken(`${it} ${it}`));
    await isRefused(setUp().sendToken(`${it}.x`));
    await isRefused(setUp().sendToken(`${it}\n`));
  });

  test('with an unsigned token', async () => {
    await isRefused(setUp().sendToken(new UnsecuredJWT({ ...registered, ...claims }).encode()));
    for (const alg of ['none', 'None', 'NONE', ''])
      for (const signature of ['', 'x'])
        await isRefused(
          setUp().sendToken(`${base64url({ alg, kid: 'k1' })}.${base64url({ ...registered, ...claims })}.${signature}`),
        );
  });

  test('with the signature removed, or that of another token', async () => {
    const [header, , signature] = (await token()).split('.');
    const payload = base64url({ ...registered, ...claims, role: 'owner' });
    await isRefused(setUp().sendToken(`${header}.${payload}.`));
    await isRefused(setUp().sendToken(`${header}.${payload}`));
    await isRefused(setUp().sendToken(`${header}.${payload}.${signature}`));
  });

  test('with a token signed by the public key as if it were a shared secret', async () => {
    const secrets = [await exportSPKI(ours.publicKey), JSON.stringify(ours.jwk), ours.jwk.n!];
    for (const secret of secrets) {
      const text = `${base64url({ alg: 'HS256', kid: 'k1' })}.${base64url({ ...registered, ...claims })}`;
      const signature = createHmac('sha256', secret).update(text).digest('base64url');
      await isRefused(setUp().sendToken(`${text}.${signature}`));
    }
  });

  test('with a key of the client, even one included in the token', async () => {
    await isRefused(setUp().sendToken(await token({}, { key: stranger })));
    await isRefused(setUp().sendToken(await token({}, { key: stranger, header: { jwk: stranger.jwk } })));
    await isRefused(setUp().sendToken(await token({}, { key: stranger, header: { jku: 'https://example.org/jwks' } })));
  });

  test.each([
    'k9',
    '',
    '../../k1',
    '../../../../dev/null',
    '/waybill/local/jwks',
    'https://example.org/jwks.json',
    'file:///etc/hostname',
    'k1\u0000',
    'k1;k2',
    '*',
    '__proto__',
    "' OR '1'='1",
  ])('with an unknown key id: %j', async (kid) => {
    await isRefused(setUp().sendToken(await token({}, { header: { kid } })));
  });

  test('with a token that names no key', async () => {
    await isRefused(setUp().sendToken(await token({}, { header: { kid: undefined } })));
  });

  test.each<[string, object]>([
    ['from another issuer', { iss: 'another' }],
    ['from a former issuer', { iss: 'waybill' }],
    ['from an issuer that begins like the valid one', { iss: 'https://api.waybill.test/v1/' }],
    ['from two issuers', { iss: ['https://api.waybill.test/v1'] }],
    ['for another audience', { aud: 'another-api' }],
    ['that has expired', { iat: now - 931, exp: now - 31 }],
    ['that is not valid yet', { nbf: now + 31 }],
    ['that is valid for more than a quarter of an hour', { exp: now + 901 }],
    ['that was issued in the future, to be valid for longer', { iat: now + 3_600, exp: now + 4_500 }],
    ['that expires before it was issued', { iat: now + 100, exp: now - 100 }],
    ['with an invalid expiry', { exp: 'tomorrow' }],
    ['with an invalid `nbf`', { iat: 'yesterday' }],
    ['with an unknown role', { role: 'root' }],
    ['with a role in capitals', { role: 'Owner' }],
    ['with two roles', { role: ['auditor', 'owner'] }],
    ['with an unknown type of organization', { orgType: 'Sect' }],
    ['with a # in its organization', { orgId: 'acme#van' }],
    ['with an organization of spaces', { orgId: ' ' }],
    ['with a line break after its organization', { orgId: 'acme\n' }],
    ['with an empty organization', { orgId: '' }],
    ['with an overlong organization', { orgId: 'x'.repeat(65) }],
    ['with an invalid subject', { sub: 'a b' }],
    ['with an empty subject', { sub: '' }],
  ])('with a token %s', async (_, more) => {
    await isRefused(setUp().sendToken(await token(more)));
  });

  test.each([1, true, null, {}, ['k1']])('with a key id that is not text: %j', async (kid) => {
    await isRefused(setUp().sendToken(signedAs({ alg: 'RS256', kid })));
  });

  test.each(['HS384', 'HS512', 'RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'rs256', 'RSA-OAEP'])(
    'with a token whose header names the algorithm %s',
    async (alg) => {
      const [, payload, signature] = (await token()).split('.');
      await isRefused(setUp().sendToken(`${base64url({ alg, kid: 'k1' })}.${payload}.${signature}`));
    },
  );

  test('with a token that requires an unknown extension', async () => {
    for (const more of [{ crit: ['bound'], bound: true }, { crit: ['exp'], exp: 1 }, { crit: [] }])
      await isRefused(setUp().sendToken(signedAs({ alg: 'RS256', kid: 'k1', ...more })));
  });

  test.each(['iss', 'aud', 'iat', 'exp', 'sub'])('with a token that lacks %s', async (name) => {
    await isRefused(setUp().sendToken(await token({}, { without: [name] })));
  });

  test('with a token of more than eight kilobytes', async () => {
    await isRefused(setUp().sendToken(await token({ more: 'x'.repeat(8_192) })));
    await isRefused(setUp().send({ Authorization: `Bearer ${'x'.repeat(100_000)}` }));
    await setUp().sendToken(await token({ more: 'x'.repeat(5_000) }));
  });

  test.each([undefined, jwks(), '{}', '{"keys":"none"}'])('while there are no valid keys: %s', async (keys) => {
    const { state, sendToken } = setUp('');
    state.keys = keys;
    await isRefused(sendToken(await token()));
  });
});

describe('the keys', () => {
  test('that are missing are an error in the log', async () => {
    const lines: any[] = [];
    onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
    await isRefused(setUp('').sendToken(await token()));
    expect(lines).toMatchObject([
      { level: 'error', message: 'no signing keys are published: deploy the stage again' },
      { level: 'warn', message: 'refused', status: 401 },
    ]);
  });

  test('are read once for many tokens', async () => {
    const { clock, state, sendToken } = setUp();
    for (let i = 0; i < 5; i++) await sendToken(await token({ jti: `${i}` }));
    clock.advance(299);
    await sendToken(await token());
    expect(state.reads).toBe(1);
    clock.advance(2);
    await sendToken(await token());
    expect(state.reads).toBe(2);
  });

  test('may change: a new one is found when it is first used', async () => {
    const { clock, state, sendToken } = setUp();
    await sendToken(await token());
    state.keys = jwks(ours.jwk, next.jwk);
    clock.advance(11);
    await sendToken(await token({}, { key: next }));
    await sendToken(await token());
    expect(state.reads).toBe(2);
  });

  test('that are removed are refused within five minutes', async () => {
    const { clock, state, sendToken } = setUp();
    await sendToken(await token());
    state.keys = jwks(next.jwk);
    clock.advance(301);
    await isRefused(sendToken(await token()));
  });

  test('are not read for every token that names an unknown one', async () => {
    const { state, sendToken } = setUp();
    for (let i = 0; i < 20; i++) await isRefused(sendToken(await token({}, { header: { kid: `${i}` } })));
    expect(state.reads).toBe(1);
  });

  test('are read again when they could not be read', async () => {
    const { state, sendToken, clock } = setUp('');
    await isRefused(sendToken(await token()));
    state.keys = jwks(ours.jwk);
    clock.advance(11);
    await sendToken(await token());
  });

  test('are found at once when the first one is published', async () => {
    const { state, sendToken } = setUp('');
    await isRefused(sendToken(await token()));
    state.keys = jwks(ours.jwk);
    await sendToken(await token());
    expect(state.reads).toBe(2);
  });

  test('are also those of the local runtime, for its own issuer, where it is configured', async () => {
    const { state, sendToken } = setUp('', authorizer, { jwks: jwks(next.jwk) });
    const own = { iss: developmentIssuer };
    await sendToken(await token(own, { key: next }));
    await isRefused(sendToken(await token()));
    state.keys = jwks(ours.jwk);
    await sendToken(await token());
    await sendToken(await token(own, { key: next }));
  });

  test('sign for their own issuer only', async () => {
    const { sendToken } = setUp(jwks(ours.jwk), authorizer, { jwks: jwks(next.jwk) });
    await isRefused(sendToken(await token({}, { key: next })));
    await isRefused(sendToken(await token({ iss: developmentIssuer })));
  });

  test('of the local runtime are refused elsewhere, whatever the environment and the parameters are', async () => {
    for (const name of ['/waybill/test/development-jwks', '/waybill/local/development-jwks', '/waybill/local/jwks']) {
      vi.stubEnv('WAYBILL_JWKS_PARAMETER', name);
      const { state, sendToken } = setUp();
      state.others[name] = jwks(next.jwk);
      for (const more of [{}, { iss: developmentIssuer }]) await isRefused(sendToken(await token(more, { key: next })));
      vi.unstubAllEnvs();
    }
  });
});

describe('the source of a request', () => {
  const ip = '203.0.113.7';
  const [source] = [pseudonymOf('k', ip, new Date(start))];
  const requestContext = { requestId: 'r-1', identity: { sourceIp: ip } };
  const platform = memory({
    clock: clockAt(start),
    parameters: { [parameter]: jwks(ours.jwk), '/waybill/test/source-key': 'k' },
  });
  const asking = (headers: Record<string, string>, authorizing = authorizer) =>
    authorizing.with(platform)({ headers, methodArn: arn, requestContext } as any);
  /** The lines that were logged during the work. */
  const logged = async (work: () => Promise<unknown>) => {
    const lines: string[] = [];
    onTestFinished(alsoLogTo((line) => void lines.push(line)));
    await work();
    expect(lines.join()).not.toContain(ip);
    return lines.map((line) => JSON.parse(line));
  };

  test('is passed to the access log as a pseudonym, with the caller', async () => {
    const lines = await logged(async () => {
      const { context } = await asking({ Authorization: `Bearer ${await token()}` });
      expect(context).toEqual({ ...claims, source });
    });
    expect(lines).toEqual([]);
  });

  test('is passed for a key that is not allowed for this path', async () => {
    const elsewhere = authorizerWith({ name: 'keys', holder: () => async () => 'not-here' });
    const lines = await logged(async () => {
      expect(await asking({ 'x-api-key': 'wb_1' }, elsewhere)).toMatchObject({
        context: { source },
        policyDocument: { Statement: [{ Effect: 'Deny' }] },
      });
    });
    expect(lines).toMatchObject([{ message: 'refused', by: 'authorizer', status: 403, request: 'r-1', source }]);
  });

  test('is logged for an unauthorized request, which the access log has no source for', async () => {
    const lines = await logged(() => isRefused(asking({ Authorization: 'Bearer a.b.c' })));
    const code = 'not-signed-in';
    expect(lines).toMatchObject([{ message: 'refused', by: 'authorizer', status: 401, code, request: 'r-1', source }]);
    expect(JSON.stringify(lines)).not.toContain('a.b.c');
  });

  test('cannot be set by a token', async () => {
    const { context } = await asking({ Authorization: `Bearer ${await token({ source: 'elsewhere' })}` });
    expect(context).toMatchObject({ source });
  });
});

describe('the place of a client', () => {
  const ip = '8.8.8.8';
  const lookedUp = async (platform: ReturnType<typeof memory>, facts: object) =>
    platform.events.commit({
      records: [
        {
          store: whoIsRecords,
          id: whoIsId(ip, new Date(start)),
          before: undefined,
          after: { data: { at: start, ...facts } },
        },
      ],
    });
  const asking = () => {
    const platform = memory({ clock: clockAt(start), parameters: { [parameter]: jwks(ours.jwk) } });
    const send = (headers: Record<string, string>, sourceIp = ip, authorizing = authorizer) =>
      authorizing.with(platform)({ headers, methodArn: arn, requestContext: { identity: { sourceIp } } } as any);
    return { platform, send, sendToken: async () => send({ Authorization: `Bearer ${await token()}` }) };
  };

  test('is passed on where it is known, with letters that every gateway passes on', async () => {
    const { platform, sendToken } = asking();
    await lookedUp(platform, { country: 'CH', city: 'Zürich', asn: 1 });
    expect((await sendToken()).context).toEqual({ ...claims, country: 'CH', city: 'Z%C3%BCrich' });
    expect(platform.sent).toEqual([]);
  });

  test('is looked up otherwise, once', async () => {
    const { platform, sendToken } = asking();
    for (let i = 0; i < 3; i++) expect((await sendToken()).context).toEqual(claims);
    expect(platform.sent).toMatchObject([{ queue: 'look-ups', message: { org: '-', message: { ip } } }]);
  });

  test('is not looked up for callers that are refused, whatever they send', async () => {
    const { platform, send } = asking();
    const elsewhere = authorizerWith({ name: 'keys', holder: () => async () => 'not-here' });
    const reading = vi.spyOn(platform.records, 'get');
    for (let i = 0; i < 100; i++) await isRefused(send({ Authorization: 'Bearer a.b.c' }, `51.0.0.${i}`));
    await send({ 'x-api-key': 'wb_1' }, ip, elsewhere);
    expect(reading).not.toHaveBeenCalled();
    expect(platform.sent).toEqual([]);
  });

  test('cannot be set by a token, and a failure to find it refuses no request', async () => {
    const { platform, send } = asking();
    const failing = async () => {
      throw new Error('gone');
    };
    Object.assign(platform.records, { get: failing });
    const { context } = await send({ Authorization: `Bearer ${await token({ country: 'AQ', city: 'Vostok' })}` });
    expect(context).toEqual(claims);
  });
});
