import { createHmac, KeyObject, randomBytes, sign } from 'node:crypto';
import {
  type ApiKeyVerifier,
  type AuthorizerContext,
  authorizer,
  authorizerWith,
  type Development,
  developmentIssuer,
  pseudonymOf,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { clockAt } from '../support/world.ts';

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

/** A gate that knows these keys, its clock, and how often the keys were read. */
const gate = (keys: string | undefined = jwks(ours.jwk), authorizing = authorizer, development?: Development) => {
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
  const admit = (headers: Record<string, string> | null, methodArn = arn) => authorize({ headers, methodArn } as any);
  return { clock, state, admit, enter: async (it: string) => admit({ Authorization: `Bearer ${it}` }) };
};
const turnedAway = (entering: Promise<unknown>) => expect(entering).rejects.toThrow(/^Unauthorized$/);

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed by us, with a header that no library would write. */
const signedAs = (header: object) => {
  const text = `${base64url(header)}.${base64url({ ...registered, ...claims })}`;
  const signature = sign('RSA-SHA256', Buffer.from(text), KeyObject.from(ours.privateKey));
  return `${text}.${signature.toString('base64url')}`;
};

describe('a good token', () => {
  test('opens the whole stage, and says who is asking', async () => {
    expect(await gate().enter(await token({ name: 'Jo Doe' }))).toEqual({
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
    const { admit } = gate();
    await admit({ [name]: `bearer ${await token()}` });
  });

  test('may be as old as the clocks differ', async () => {
    const { clock, enter } = gate();
    const it = await token();
    clock.advance(900 + 29);
    await enter(it);
    clock.advance(2);
    await turnedAway(enter(it));
  });

  test('may come from a clock that is a little ahead', async () => {
    await gate().enter(await token({ iat: now + 29, nbf: now + 29, exp: now + 900 }));
  });
});

describe('a token', () => {
  const contextOf = async (more: object, without: readonly string[] = []) =>
    (await gate().enter(await token(more, { without }))).context;

  test.each(['orgId', 'orgType', 'role'])('without %s is of somebody who belongs nowhere', async (name) => {
    expect(await contextOf({}, [name])).toEqual({ sub: 'user-1' });
    expect(await contextOf({ [name]: null })).toEqual({ sub: 'user-1' });
  });

  test('that is bound to a browser says to which', async () => {
    expect(await contextOf({ fp: 'f1' })).toEqual({ ...claims, fp: 'f1' });
  });

  test('of staff that looks at another organisation is an auditor’s there, and says whence', async () => {
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

  test('of somebody who belongs nowhere looks at nobody', async () => {
    expect(await contextOf({ emulatedOrgId: 'other' }, ['orgId'])).toEqual({ sub: 'user-1' });
  });

  test('of one who acts as another names both', async () => {
    expect(await contextOf({ impersonatedBy: 'root-1' })).toEqual({ ...claims, impersonatedBy: 'root-1' });
  });

  test('cannot say whence it comes by itself', async () => {
    expect(await contextOf({ emulatedFrom: 'acme', principalId: 'x' })).toEqual(claims);
  });
});

describe('a key', () => {
  const machine: AuthorizerContext = { sub: 'key:1', orgId: 'acme', orgType: 'Customer', role: 'agent' };

  /** A gate with a ring that gives this answer, and what the ring was asked. */
  const gateWith = (
    answer: Awaited<ReturnType<ReturnType<ApiKeyVerifier['holder']>>>,
    use: (by: AuthorizerContext) => Promise<void> = async () => undefined,
  ) => {
    const asked: unknown[] = [];
    const holder = () => async (about: unknown) => {
      asked.push(about);
      return answer;
    };
    return { asked, ...gate(undefined, authorizerWith({ name: 'keys', holder, used: () => use })) };
  };

  test.each(['x-api-key', 'X-Api-Key', 'X-API-KEY'])('in %s opens as its holder', async (name) => {
    const { admit, state } = gateWith(machine);
    expect(await admit({ [name]: 'wb_1' })).toMatchObject({
      principalId: 'key:1',
      context: machine,
      policyDocument: { Statement: [{ Effect: 'Allow' }] },
    });
    expect(state.reads).toBe(0);
  });

  test('is asked about with method and path, as they are behind every domain', async () => {
    const { admit, asked } = gateWith(machine);
    await admit({ 'x-api-key': 'wb_1' });
    await admit({ 'x-api-key': 'wb_1' }, 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/POST/');
    await admit({ 'x-api-key': 'wb_1' }, 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/PUT/vans/a%2Fb/c:d');
    expect(asked).toEqual([
      { key: 'wb_1', method: 'GET', path: '/vans/1' },
      { key: 'wb_1', method: 'POST', path: '/' },
      { key: 'wb_1', method: 'PUT', path: '/vans/a%2Fb/c:d' },
    ]);
  });

  test('that nobody holds opens nothing', async () => turnedAway(gateWith(undefined).admit({ 'x-api-key': 'wb_1' })));

  test('that does not open this door is denied, not unknown', async () => {
    expect(await gateWith('not-here').admit({ 'x-api-key': 'wb_1' })).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }] },
    });
  });

  test('counts for nothing beside a token, good or bad', async () => {
    const { admit, asked } = gateWith(machine);
    const good = await admit({ 'x-api-key': 'wb_1', Authorization: `Bearer ${await token()}` });
    expect(good.context).toEqual(claims);
    for (const bad of ['', 'Bearer', 'Bearer a.b.c', 'wb_1'])
      await turnedAway(admit({ 'x-api-key': 'wb_1', Authorization: bad }));
    expect(asked).toEqual([]);
  });

  test('opens nothing where nobody knows keys', async () => turnedAway(gate().admit({ 'x-api-key': 'wb_1' })));

  test('that has opened a door is noted as used, and none other', async () => {
    const used: AuthorizerContext[] = [];
    const use = async (by: AuthorizerContext) => void used.push(by);
    await gateWith(machine, use).admit({ 'x-api-key': 'wb_1' });
    await gateWith('not-here', use).admit({ 'x-api-key': 'wb_1' });
    await turnedAway(gateWith(undefined, use).admit({ 'x-api-key': 'wb_1' }));
    expect(used).toEqual([machine]);
  });

  test('opens though its use cannot be noted', async () => {
    const { admit } = gateWith(machine, async () => {
      throw new Error('out of ink');
    });
    expect(await admit({ 'x-api-key': 'wb_1' })).toMatchObject({ context: machine });
  });

  test('is not looked for elsewhere', async () => {
    const { admit, asked } = gateWith(machine);
    await turnedAway(admit({ Authorization: 'Bearer wb_1' }));
    await turnedAway(admit({ Cookie: 'x-api-key=wb_1' }));
    expect(asked).toEqual([]);
  });

  test('is not unknown because the ring is out of order', async () => {
    const holder = () => async () => {
      throw new Error('out of order');
    };
    const { admit } = gate(undefined, authorizerWith({ name: 'keys', holder, used: () => async () => undefined }));
    await expect(admit({ 'x-api-key': 'wb_1' })).rejects.toThrow('out of order');
  });
});

describe('a refusal, where the gateway can pass on its code', () => {
  const codeOf = async (entering: Promise<unknown>) => {
    const refused = await entering.then(
      () => undefined,
      (error) => error,
    );
    expect(refused).toMatchObject({ name: 'Error', message: 'Unauthorized' });
    return refused.code;
  };

  test('says that the token has expired, once its signature is found good', async () => {
    const old = { iat: now - 931, exp: now - 31 };
    expect(await codeOf(gate().enter(await token(old)))).toBe('token-expired');
    expect(await codeOf(gate().enter(await token(old, { key: stranger })))).toBe('not-signed-in');
    expect(await codeOf(gate().enter(await token({ ...old, aud: 'another-api' })))).toBe('not-signed-in');
  });

  test('says that the key is unknown, of a token that names one', async () => {
    expect(await codeOf(gate().enter(await token({}, { key: next })))).toBe('token-unknown-key');
    expect(await codeOf(gate().enter(await token({}, { header: { kid: undefined } })))).toBe('not-signed-in');
    expect(await codeOf(gate().enter(await token({}, { key: stranger })))).toBe('not-signed-in');
  });

  test('says nothing about anything else', async () => {
    expect(await codeOf(gate().admit(null))).toBe('not-signed-in');
    expect(await codeOf(gate().admit({ 'x-api-key': 'wb_1' }))).toBe('not-signed-in');
    expect(await codeOf(gate().enter('a.b.c'))).toBe('not-signed-in');
    expect(await codeOf(gate().enter(await token({ role: 'root' })))).toBe('not-signed-in');
  });
});

describe('nobody enters', () => {
  test.each<[string, Record<string, string> | null]>([
    ['without headers', null],
    ['without a token', {}],
    ['with an empty header', { Authorization: '' }],
    ['with a word only', { Authorization: 'Bearer' }],
    ['with something else', { Authorization: 'Basic dXNlcjpwYXNz' }],
    ['with garbage', { Authorization: 'Bearer a.b.c' }],
    ['with more garbage', { Authorization: `Bearer ${randomBytes(40).toString('base64url')}.e30.e30` }],
  ])('%s', async (_, headers) => {
    await turnedAway(gate().admit(headers));
  });

  test('with two tokens, or something after one', async () => {
    const it = await token();
    await turnedAway(gate().enter(`${it} ${it}`));
    await turnedAway(gate().enter(`${it}.x`));
    await turnedAway(gate().enter(`${it}\n`));
  });

  test('with an unsigned token', async () => {
    await turnedAway(gate().enter(new UnsecuredJWT({ ...registered, ...claims }).encode()));
    for (const alg of ['none', 'None', 'NONE', ''])
      for (const signature of ['', 'x'])
        await turnedAway(
          gate().enter(`${base64url({ alg, kid: 'k1' })}.${base64url({ ...registered, ...claims })}.${signature}`),
        );
  });

  test('with the signature taken off, or another’s put on', async () => {
    const [header, , signature] = (await token()).split('.');
    const payload = base64url({ ...registered, ...claims, role: 'owner' });
    await turnedAway(gate().enter(`${header}.${payload}.`));
    await turnedAway(gate().enter(`${header}.${payload}`));
    await turnedAway(gate().enter(`${header}.${payload}.${signature}`));
  });

  test('with a token signed by the public key as if it were a secret', async () => {
    const secrets = [await exportSPKI(ours.publicKey), JSON.stringify(ours.jwk), ours.jwk.n!];
    for (const secret of secrets) {
      const text = `${base64url({ alg: 'HS256', kid: 'k1' })}.${base64url({ ...registered, ...claims })}`;
      const signature = createHmac('sha256', secret).update(text).digest('base64url');
      await turnedAway(gate().enter(`${text}.${signature}`));
    }
  });

  test('with a key of their own, even one they bring along', async () => {
    await turnedAway(gate().enter(await token({}, { key: stranger })));
    await turnedAway(gate().enter(await token({}, { key: stranger, header: { jwk: stranger.jwk } })));
    await turnedAway(gate().enter(await token({}, { key: stranger, header: { jku: 'https://example.org/jwks' } })));
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
  ])('with a key nobody knows: %j', async (kid) => {
    await turnedAway(gate().enter(await token({}, { header: { kid } })));
  });

  test('with a token that names no key', async () => {
    await turnedAway(gate().enter(await token({}, { header: { kid: undefined } })));
  });

  test.each<[string, object]>([
    ['from another issuer', { iss: 'somebody' }],
    ['from the issuer of old', { iss: 'waybill' }],
    ['from an issuer that begins like ours', { iss: 'https://api.waybill.test/v1/' }],
    ['from two issuers', { iss: ['https://api.waybill.test/v1'] }],
    ['for another audience', { aud: 'another-api' }],
    ['that has expired', { iat: now - 931, exp: now - 31 }],
    ['that is not valid yet', { nbf: now + 31 }],
    ['that lives longer than a quarter of an hour', { exp: now + 901 }],
    ['that was issued in the future, to live longer', { iat: now + 3_600, exp: now + 4_500 }],
    ['that expires before it was issued', { iat: now + 100, exp: now - 100 }],
    ['with an odd expiry', { exp: 'tomorrow' }],
    ['with an odd beginning', { iat: 'yesterday' }],
    ['with an unknown role', { role: 'root' }],
    ['with a role in capitals', { role: 'Owner' }],
    ['with two roles', { role: ['auditor', 'owner'] }],
    ['with an unknown kind of organisation', { orgType: 'Sect' }],
    ['with a # in its organisation', { orgId: 'acme#van' }],
    ['with an organisation of spaces', { orgId: ' ' }],
    ['with a line break after its organisation', { orgId: 'acme\n' }],
    ['with an empty organisation', { orgId: '' }],
    ['with an endless organisation', { orgId: 'x'.repeat(65) }],
    ['with an odd subject', { sub: 'a b' }],
    ['with an empty subject', { sub: '' }],
  ])('with a token %s', async (_, more) => {
    await turnedAway(gate().enter(await token(more)));
  });

  test.each([1, true, null, {}, ['k1']])('with a key that is no text: %j', async (kid) => {
    await turnedAway(gate().enter(signedAs({ alg: 'RS256', kid })));
  });

  test.each(['HS384', 'HS512', 'RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'rs256', 'RSA-OAEP'])(
    'with a token that says it is signed by %s',
    async (alg) => {
      const [, payload, signature] = (await token()).split('.');
      await turnedAway(gate().enter(`${base64url({ alg, kid: 'k1' })}.${payload}.${signature}`));
    },
  );

  test('with a token that asks for something to be understood that is not', async () => {
    for (const more of [{ crit: ['bound'], bound: true }, { crit: ['exp'], exp: 1 }, { crit: [] }])
      await turnedAway(gate().enter(signedAs({ alg: 'RS256', kid: 'k1', ...more })));
  });

  test.each(['iss', 'aud', 'iat', 'exp', 'sub'])('with a token that does not say %s', async (name) => {
    await turnedAway(gate().enter(await token({}, { without: [name] })));
  });

  test('with a token of more than eight kilobytes', async () => {
    await turnedAway(gate().enter(await token({ more: 'x'.repeat(8_192) })));
    await turnedAway(gate().admit({ Authorization: `Bearer ${'x'.repeat(100_000)}` }));
    await gate().enter(await token({ more: 'x'.repeat(5_000) }));
  });

  test.each([undefined, jwks(), '{}', '{"keys":"none"}'])('while there are no keys: %s', async (keys) => {
    const { state, enter } = gate('');
    state.keys = keys;
    await turnedAway(enter(await token()));
  });
});

describe('the keys', () => {
  test('that are missing are an error in the log', async () => {
    const lines: any[] = [];
    onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
    await turnedAway(gate('').enter(await token()));
    expect(lines).toMatchObject([
      { level: 'error', message: 'no signing keys are published: deploy the stage again' },
      { level: 'warn', message: 'refused', status: 401 },
    ]);
  });

  test('are read once for many tokens', async () => {
    const { clock, state, enter } = gate();
    for (let i = 0; i < 5; i++) await enter(await token({ jti: `${i}` }));
    clock.advance(299);
    await enter(await token());
    expect(state.reads).toBe(1);
    clock.advance(2);
    await enter(await token());
    expect(state.reads).toBe(2);
  });

  test('may change: a new one is found when it is first used', async () => {
    const { clock, state, enter } = gate();
    await enter(await token());
    state.keys = jwks(ours.jwk, next.jwk);
    clock.advance(11);
    await enter(await token({}, { key: next }));
    await enter(await token());
    expect(state.reads).toBe(2);
  });

  test('that are gone are gone within five minutes', async () => {
    const { clock, state, enter } = gate();
    await enter(await token());
    state.keys = jwks(next.jwk);
    clock.advance(301);
    await turnedAway(enter(await token()));
  });

  test('are not read for every token that names an unknown one', async () => {
    const { state, enter } = gate();
    for (let i = 0; i < 20; i++) await turnedAway(enter(await token({}, { header: { kid: `${i}` } })));
    expect(state.reads).toBe(1);
  });

  test('are asked for again when they could not be read', async () => {
    const { state, enter, clock } = gate('');
    await turnedAway(enter(await token()));
    state.keys = jwks(ours.jwk);
    clock.advance(11);
    await enter(await token());
  });

  test('are not waited for where there is none yet: the first one is found at once', async () => {
    const { state, enter } = gate('');
    await turnedAway(enter(await token()));
    state.keys = jwks(ours.jwk);
    await enter(await token());
    expect(state.reads).toBe(2);
  });

  test('are also those of the local runtime, for its own issuer, where it says so', async () => {
    const { state, enter } = gate('', authorizer, { jwks: jwks(next.jwk) });
    const own = { iss: developmentIssuer };
    await enter(await token(own, { key: next }));
    await turnedAway(enter(await token()));
    state.keys = jwks(ours.jwk);
    await enter(await token());
    await enter(await token(own, { key: next }));
  });

  test('sign for their own issuer only', async () => {
    const { enter } = gate(jwks(ours.jwk), authorizer, { jwks: jwks(next.jwk) });
    await turnedAway(enter(await token({}, { key: next })));
    await turnedAway(enter(await token({ iss: developmentIssuer })));
  });

  test('of the local runtime open nothing elsewhere, whatever the environment and the parameters say', async () => {
    for (const name of ['/waybill/test/development-jwks', '/waybill/local/development-jwks', '/waybill/local/jwks']) {
      vi.stubEnv('WAYBILL_JWKS_PARAMETER', name);
      const { state, enter } = gate();
      state.others[name] = jwks(next.jwk);
      for (const more of [{}, { iss: developmentIssuer }]) await turnedAway(enter(await token(more, { key: next })));
      vi.unstubAllEnvs();
    }
  });
});

describe('where a request comes from', () => {
  const ip = '203.0.113.7';
  const [source] = [pseudonymOf('k', ip, new Date(start))];
  const requestContext = { requestId: 'r-1', identity: { sourceIp: ip } };
  const platform = memory({
    clock: clockAt(start),
    parameters: { [parameter]: jwks(ours.jwk), '/waybill/test/source-key': 'k' },
  });
  const asking = (headers: Record<string, string>, authorizing = authorizer) =>
    authorizing.with(platform)({ headers, methodArn: arn, requestContext } as any);
  /** What was logged meanwhile. */
  const logged = async (work: () => Promise<unknown>) => {
    const lines: string[] = [];
    onTestFinished(alsoLogTo((line) => void lines.push(line)));
    await work();
    expect(lines.join()).not.toContain(ip);
    return lines.map((line) => JSON.parse(line));
  };

  test('is told to the access log as a pseudonym, with who was let in', async () => {
    const lines = await logged(async () => {
      const { context } = await asking({ Authorization: `Bearer ${await token()}` });
      expect(context).toEqual({ ...claims, source });
    });
    expect(lines).toEqual([]);
  });

  test('is told of a key that does not open this door', async () => {
    const elsewhere = authorizerWith({ name: 'keys', holder: () => async () => 'not-here' });
    const lines = await logged(async () => {
      expect(await asking({ 'x-api-key': 'wb_1' }, elsewhere)).toMatchObject({
        context: { source },
        policyDocument: { Statement: [{ Effect: 'Deny' }] },
      });
    });
    expect(lines).toMatchObject([{ message: 'refused', by: 'authorizer', status: 403, request: 'r-1', source }]);
  });

  test('is logged of a request that is nobody’s, for the access log is told nothing of it', async () => {
    const lines = await logged(() => turnedAway(asking({ Authorization: 'Bearer a.b.c' })));
    const code = 'not-signed-in';
    expect(lines).toMatchObject([{ message: 'refused', by: 'authorizer', status: 401, code, request: 'r-1', source }]);
    expect(JSON.stringify(lines)).not.toContain('a.b.c');
  });

  test('cannot be said by a token', async () => {
    const { context } = await asking({ Authorization: `Bearer ${await token({ source: 'elsewhere' })}` });
    expect(context).toMatchObject({ source });
  });
});
