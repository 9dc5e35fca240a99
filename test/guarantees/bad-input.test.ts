import { connect } from 'node:net';
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { holdsForEach } from '#test/support/http/holds-for-each';
import { bodySchemaOf, invalidBodies, queryParametersOf } from '#test/support/http/invalid-bodies';
import { aLicence, aRegistration } from '#test/support/http/makers';
import { people, type Team } from '#test/support/http/people';
import { aScene, asked, everythingOf, requestFor, type Scene, settled } from '#test/support/http/requests';
import { type Client, eventually, names, refused } from '#test/support/http/world';

let here: Team;
let owner: Client;
let scene: Scene;
let before: Awaited<ReturnType<typeof everythingOf>>;

beforeAll(async () => {
  here = await people().aTeam();
  owner = here.as('owner');
  scene = await aScene(here);
  before = await settled(here, scene);
});

const commands = asked.filter(({ route }) => !route.startsWith('GET '));
const queries = asked.filter(({ route }) => route.startsWith('GET '));
const byRoute = ({ route }: { readonly route: string }) => route;
const json = { 'content-type': 'application/json' };

const send = (route: string, body: string | Uint8Array, headers: Record<string, string> = json) => {
  const { method, path } = requestFor(route, scene);
  return owner.raw({ method, path, body, headers });
};

const unchanged = async () => expect(await everythingOf(here, scene)).toEqual(before);

describe('an invalid field is named in the refusal', () => {
  // A raw body is the provider's: without a signature, the response does not say what is wrong with it.
  const withBody = commands.filter(({ route, rawBody }) => !rawBody && bodySchemaOf(route));

  const areNamed = async ({ route }: (typeof withBody)[number]) => {
    const { body = {} } = requestFor(route, scene);
    const invalid = invalidBodies(route, body);
    expect(invalid.length).toBeGreaterThan(Object.keys(body).length);

    const wrong: string[] = [];
    for (const { field, how, body } of invalid) {
      const answer = await send(route, JSON.stringify(body));
      const named = answer.body.errors?.map(({ path }: any) => path) ?? [];
      // If one of two fields is required, the refusal may name the other one.
      const right = answer.status === 400 && named.some((path: string) => `${path}.`.startsWith(`${field}.`));
      if (!right) wrong.push(`${field} ${how}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
    }
    expect(wrong, wrong.join('\n')).toEqual([]);
  };
  test('on every route', () => holdsForEach(withBody, byRoute, areNamed));

  test('and nothing is changed', unchanged);
});

describe('a malformed id is named in the refusal', () => {
  const withIds = asked.filter(({ route }) => route.includes('{'));
  const bad = ['seven', '0', 'null', '00000000', `${'a'.repeat(300)}`, '%F0%9F%9A%9A', '..%2F..%2Fetc', '%00', "'--"];

  const isNamed = async ({ route }: (typeof withIds)[number]) => {
    const { method, path, body } = requestFor(route, scene);
    const fields = [...route.matchAll(/{(\w+)}/g)].map(([, name]) => name!);
    const places = path.split('/').flatMap((part, i) => (route.split(' ')[1]!.split('/')[i] === part ? [] : [i]));
    for (const [i, place] of places.entries())
      for (const value of bad) {
        if (fields[i] === 'sequence' && value === '00000000') continue;
        // A context key is any text: with another one, a contact is created.
        if (fields[i] === 'contextKey') continue;
        const invalid = path.split('/').with(place, value).join('/');
        const request = { method, path: invalid, ...(body && { body: JSON.stringify(body), headers: json }) };
        const answer = await owner.raw(request);
        if (answer.body.code === 'malformed-path' || answer.body.code === 'not-found') continue;
        // Codes of all standards have no common form: there is no entry with one that is not among them.
        if (fields[i] === 'code' && answer.body.code === 'reference-entry-not-found') continue;
        names(answer, fields[i]!);
      }
  };
  test('on every route', () => holdsForEach(withIds, byRoute, isNamed));

  test('and nothing is changed', unchanged);
});

describe('an unusual query string', () => {
  const isAnswered = async ({ route }: (typeof queries)[number]) => {
    const path = requestFor(route, scene).path.replace(/\?.*/, '');
    const asked = route.startsWith('GET /auth/') || route === 'GET /organizations' ? here.owner.self : owner;
    expect((await asked.get(`${path}?unheardOf=1`)).body.errors).toContainEqual({
      path: 'unheardOf',
      message: expect.any(String),
    });
    for (const { name, schema } of queryParametersOf(route)) {
      for (const value of [
        '%00',
        '%F0%9F%9A%9A',
        '%20',
        'x'.repeat(2500),
        '-1',
        '1e3',
        "'%20OR%201=1",
        '[]',
        '{}',
        '',
      ]) {
        const answer = await asked.get(`${path}?${name}=${value}`);
        if (answer.status === 400) expect(answer.body.errors?.[0]?.path.split('.')[0], `${name}=${value}`).toBe(name);
        else expect([200, 404, 409], `${name}=${value}`).toContain(answer.status);
      }
      const twice = await asked.get(`${path}?${name}=a&${name}=b`);
      if (schema.type !== 'array' && schema.type !== undefined) expect(twice.status, `${name} twice`).toBe(400);
    }
  };
  test('is accepted on every route, or refused with the name of the parameter', () =>
    holdsForEach(queries, byRoute, isAnswered));

  test.each([
    '?',
    '?&&&',
    '?=',
    '?=x',
    '?limit',
    '?limit=+5',
    '?limit=5;sort=x',
    '?limit=1%',
    '?%E0%A4%A=1',
    '?limit[]=1',
    '?__proto__=1',
    '?constructor=1',
    '?toString=1&hasOwnProperty=1',
    `?${'a=1&'.repeat(500)}`,
    '?cursor=AAAA',
    `?cursor=${'A'.repeat(1999)}`,
    '?limit=9007199254740993',
    '?status=PickedUp,,',
    `?status=${'PickedUp,'.repeat(200)}`,
    '?createdFrom=0000-01-01T00:00:00Z',
    '?createdFrom=9999-12-31T23:59:59-23:59',
  ])('GET /deliveries%s is accepted or refused, without a server error', async (query) => {
    const { status } = await owner.get(`/deliveries${query}`);
    expect([200, 400]).toContain(status);
  });

  test.each([
    ['/drivers', 'freeFrom', 'freeTo'],
    ['/vehicles', 'freeFrom', 'freeTo'],
    ['/routes', 'from', 'to'],
    ['/incidents', 'from', 'to'],
    ['/deliveries', 'createdFrom', 'createdTo'],
    ['/deliveries', 'scheduledFrom', 'scheduledTo'],
    ['/deliveries/statistics', 'from', 'to'],
  ])('%s refuses the inverted range from %s to %s', async (path, from, to) => {
    const { status, body } = await owner.get(`${path}?${from}=2026-01-01T00:00:00Z&${to}=2020-01-01T00:00:00Z`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-input', errors: [{ path: to }] });
  });
});

describe('a modified cursor is refused', () => {
  test('for every kind of modification', async () => {
    const { nextCursor } = await eventually(async () => {
      const { body } = await owner.get('/deliveries?limit=1');
      expect(body.nextCursor).toBeTypeOf('string');
      return body;
    });
    const swapped = nextCursor.slice(0, -3) + [...nextCursor.slice(-3)].reverse().join('');
    const flipped = `${nextCursor.startsWith('A') ? 'B' : 'A'}${nextCursor.slice(1)}`;
    const sneaky = Buffer.from(`${'a'.repeat(22)}2026-01-01T00:00:00.000Z#${scene.deliveryId}`).toString('base64url');
    for (const cursor of [swapped, flipped, sneaky, nextCursor.slice(1), nextCursor.repeat(2), `${nextCursor}A`])
      if (cursor !== nextCursor) names(await owner.get(`/deliveries?limit=1&cursor=${cursor}`), 'cursor');
  });
});

describe('a request body', () => {
  const route = 'POST /drivers';
  const good = () => JSON.stringify({ name: 'Ada', licence: aLicence() });

  test.each([
    ['half an object', '{"name":"Ada"'],
    ['a trailing comma', '{"name":"Ada",}'],
    ['single quotes', "{'name':'Ada'}"],
    ['form data', 'name=Ada&licence=1'],
    ['a bare NaN', '{"name":NaN}'],
    ['a raw NUL', '\u0000'],
    ['ten thousand brackets', '['.repeat(10_000)],
    ['forty thousand braces', '{"a":'.repeat(40_000)],
  ])('that is %s is malformed', async (_, body) => {
    refused(await send(route, body), 400, 'malformed-json');
  });

  test.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a word', '"Ada"'],
    ['a number', '7'],
    ['true', 'true'],
  ])('that is %s is not an object', async (_, body) => {
    names(await send(route, body), '');
  });

  test('that is empty lacks all fields', async () => {
    names(await send(route, ''), 'name', 'licence');
    names(await send(route, '{}'), 'name', 'licence');
  });

  test('must not repeat keys', async () => {
    names(await send(route, '{"name":"Ada","licence":"1","name":"Eve"}'), 'name');
    names(await send(route, '{"name":"Ada","licence":"1","na\\u006de":"Eve"}'), 'name');
    const ids = `{"items":[{"deliveryId":"${scene.deliveryId}","status":"Failed","reason":"a","status":"InTransit"}]}`;
    names(await send('POST /deliveries/bulk/status', ids), 'status');
  });

  test('must not have keys of Object.prototype', async () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      names(await send(route, `{"name":"Ada","licence":"${aLicence()}","${key}":{"a":1}}`), key);
    names(await send(route, `{"name":"Ada","licence":"${aLicence()}","driverId":"${scene.driverId}"}`), 'driverId');
    names(await send('PATCH /drivers/{driverId}', `{"name":"A","driverId":"${scene.driverId}"}`), 'driverId');
  });

  test('must be UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('"}')]);
    refused(await send(route, bytes), 400, 'malformed-json');
  });

  test('must have finite numbers', async () => {
    const vehicle = (capacity: string) =>
      send('POST /vehicles', `{"registration":"${aRegistration()}","type":"Van","capacityKg":${capacity}}`);
    for (const number of ['1e400', '-1', '1e999999', '-0']) names(await vehicle(number), 'capacityKg');
  });

  test('must be JSON, with its content type', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/jsonp', '*/*'])
      refused(await send(route, good(), { 'content-type': type }), 415, 'not-json');
    for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/merge-patch+json'])
      expect((await send(route, good(), { 'content-type': type })).status).toBe(201);
  });

  test('has at most 256 KiB', async () => {
    const padded = (size: number) => {
      const body = good();
      return `${body.slice(0, -1)}${' '.repeat(size - body.length)}}`;
    };
    expect((await send(route, padded(256 * 1024))).status).toBe(201);
    refused(await send(route, padded(256 * 1024 + 1)), 413, 'body-too-large');
    refused(await send(route, padded(2 * 1024 * 1024)), 413, 'body-too-large');
  });

  test('is optional where no field is required', async () => {
    const path = `/deliveries/${scene.waitingId}/driver`;
    expect((await owner.delete(path)).status).toBe(200);
    names(await owner.raw({ method: 'DELETE', path, body: '{"reason":"x"}', headers: json }), 'reason');
    names(await owner.delete(`${path}?reason=x`), 'reason');
  });
});

describe('text in any script', () => {
  test.each([
    ['emoji', '👩🏽‍🚀 Zoë 🚚'],
    ['right to left', 'محمد عبد الله — שרה'],
    ['four bytes each', '𠜎𠜱𠝹𠱓'],
    ['combining marks', 'Z̀́̈ö́e'],
    ['what looks like code', '<b>"; DROP TABLE drivers; --{{7*7}}</b>'],
    ['what looks like JSON', '{"$ref":"#/"}\\u0000\\'],
  ])('is returned as it was sent: %s', async (_, name) => {
    const driver = await here.aDriver({ name });
    expect((await owner.get(driver.path)).body.name).toBe(name);
    await owner.post(`${driver.path}/retirement`, {});
  });

  test('is counted in characters, not in bytes', async () => {
    expect((await owner.post('/drivers', { name: '🚚'.repeat(100), licence: aLicence() })).status).toBe(201);
    names(await owner.post('/drivers', { name: '🚚'.repeat(101), licence: aLicence() }), 'name');
  });

  test('can have the maximum length in every field at once', async () => {
    const { routeId } = await here.anActiveRoute({ name: '𠜎'.repeat(100) });
    const body = { routeId, reference: '𠜎'.repeat(64), notes: '𠜎'.repeat(1000) };
    const { deliveryId } = (await owner.post('/deliveries', body)).body;
    expect((await owner.get(`/deliveries/${deliveryId}`)).body).toMatchObject({
      reference: body.reference,
      notes: body.notes,
    });
    const reason = '𠜎'.repeat(280);
    expect((await owner.put(`/deliveries/${deliveryId}/status`, { status: 'Failed', reason })).status).toBe(200);
  });
});

describe('malformed HTTP', () => {
  test('with invalid percent encoding is refused', async () => {
    for (const path of ['/deliveries/%', '/deliveries/%E0%A4%A', '/deliveries/%C3%28'])
      expect((await owner.get(path)).status).toBe(400);
  });

  test('with very long URLs and headers is refused', async () => {
    for (const size of [3_000, 12_000, 40_000]) {
      const { status } = await owner.get(`/deliveries/${'a'.repeat(size)}`);
      expect([400, 404, 414, 431]).toContain(status);
      const answer = await owner.get('/deliveries', { 'x-long': 'a'.repeat(size) });
      expect([200, 400, 431]).toContain(answer.status);
    }
  });

  test('with unusual headers causes no server error', async () => {
    const odd: Record<string, string>[] = [
      { 'if-match': '"0"' },
      { 'if-match': '"99999999999"' },
      { 'if-match': '' },
      { 'idempotency-key': '' },
      { 'idempotency-key': '\u00e9' },
      { accept: 'text/plain' },
      { 'content-length': '0' },
      { 'x-http-method-override': 'DELETE' },
    ];
    for (const headers of odd) {
      const body = JSON.stringify({ name: 'Ada' });
      const { 'content-length': _, ...rest } = headers;
      const request = { method: 'PATCH', path: `/drivers/${scene.driverId}`, body, headers: { ...json, ...rest } };
      expect([200, 400, 412]).toContain((await owner.raw(request)).status);
    }
  });

  test.skipIf(!inject('waybill').table)('on the socket gets a response and closes the connection', async () => {
    const { hostname, port } = new URL(inject('waybill').url);
    for (const bytes of ['GARBAGE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET /v1/health HTTP/1.1\r\nHost\r\n\r\n']) {
      const said = await new Promise<string>((resolve, reject) => {
        let text = '';
        const socket = connect(Number(port), hostname, () => socket.write(bytes));
        socket.setTimeout(5_000, () => socket.destroy(new Error('no response')));
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text)).on('error', reject);
      });
      expect(said).toMatch(/^HTTP\/1\.1 400 /);
      expect(said).toContain('urn:waybill:problem:');
    }
  });
});

test('no input on any route causes a server error', async () => {
  const anything = fc.oneof({ weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) }, fc.constant(undefined));
  const body = (good: object) =>
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc
        .tuple(fc.constantFrom(...Object.keys(good), 'reason', 'position', 'version'), anything)
        .map(([field, value]) => ({ ...good, [field]: value })),
      fc.array(fc.constantFrom(...Object.keys(good), 'x')).map((gone) => {
        const entries = Object.entries(good).filter(([name]) => !gone.includes(name));
        return Object.fromEntries(entries);
      }),
    );
  const request = fc
    .constantFrom(...commands.filter(({ route }) => !route.startsWith('DELETE')))
    .chain(({ route }) => body(requestFor(route, scene).body ?? {}).map((body) => ({ route, body })));

  // `send` checks it: no status is above 499, and each response is documented or a problem.
  // About two for each route.
  await fc.assert(
    fc.asyncProperty(request, async ({ route, body }) => {
      await send(route, JSON.stringify(body) ?? '');
    }),
    { numRuns: 2 * commands.length },
  );
});

test('every query string gets a response', async () => {
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('1', '', 'true', '2026-01-01T00:00:00Z'));
  const question = fc.constantFrom(...queries).chain(({ route }) => {
    const names = queryParametersOf(route).map(({ name }) => name);
    return fc
      .dictionary(fc.constantFrom(...names, 'limit', 'cursor'), value, { maxKeys: 4 })
      .map((query) => ({ route, query }));
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ route, query }) => {
      await owner.get(`${requestFor(route, scene).path}?${new URLSearchParams(query)}`);
    }),
    { numRuns: 2 * queries.length },
  );
});
