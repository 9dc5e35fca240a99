import { type Caller, command, fingerprint, id, newId, problem, query, text, wholeNumber, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { logger } from '@waybill/kernel/observability/observe';
import { ThrottledError } from '@waybill/kernel/platform';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Answer, type Asked, ask, officer, requestEvent } from '../support/asking.ts';
import { VanBought, VanPainted, van } from '../support/garage.ts';

const vanId = newId('van');

/** Returns what arrived. */
const noteOf = (role: Caller['role'] | 'anyone' = 'agent') =>
  query({
    summary: 'Repeats what is said',
    route: 'GET /notes/{noteId}',
    role,
    input: z.strictObject({
      noteId: id(),
      text: text(10).optional(),
      words: z.array(text(10)).optional(),
      size: wholeNumber(1, 9).default(1),
    }),
    reads: {},
    output: z.looseObject({}),
    answer: async (input, _, { caller }) => ({ ...input, caller }),
  });
const noteId = newId('note');
const receive = (asked: Asked = {}, role?: Caller['role'] | 'anyone') =>
  ask(memory(), noteOf(role), { path: { noteId }, ...asked });

const paint = command({
  summary: 'Paints',
  route: 'PUT /vans/{vanId}/colour',
  role: 'agent',
  input: z.strictObject({ vanId: id(), colour: z.string(), more: z.record(z.string(), z.unknown()).optional() }),
  on: van,
  begin: ({ colour }) => [VanBought({ plate: 'AB 1' }), VanPainted({ colour })],
  decide: (_, { colour }) => VanPainted({ colour }),
});
const send = (body: unknown, asked: Asked = {}) => ask(memory(), paint, { path: { vanId }, body, ...asked });
const errors = ({ body }: Answer) => body.errors?.map(({ path }: { path: string }) => path);

afterEach(() => void vi.restoreAllMocks());

describe('the caller', () => {
  test('is authorized before the input is validated', async () => {
    expect((await send('not json', { as: null })).status).toBe(401);
    expect((await send('not json', { as: { role: 'auditor' } })).status).toBe(403);
    expect((await receive({ path: { noteId: 'x' }, as: null })).status).toBe(401);
  });

  test('is unauthorized without a user', async () => {
    for (const as of [null, { userId: '' }]) {
      const { status, body, headers } = await receive({ as });
      expect([status, body.code, headers['www-authenticate']]).toEqual([401, 'not-signed-in', 'Bearer']);
    }
  });

  test('is refused without an organization, whatever the role', async () => {
    for (const least of ['auditor', 'owner'] as const)
      expect(await receive({ as: { orgId: '', role: 'owner' } }, least)).toMatchObject({
        status: 403,
        body: { code: 'no-active-organization' },
      });
  });

  test('includes the impersonator, and the staff’s own organization', async () => {
    const as = { impersonatedBy: 'root-1', emulatedFrom: 'home' };
    expect((await receive({ as })).body.caller).toEqual({ ...officer, ...as });
    expect((await receive()).body.caller).toEqual(officer);
  });

  const ladder = ['auditor', 'agent', 'officer', 'owner'] as const;
  test.each(ladder)('needs at least the role %s where that is the lowest', async (least) => {
    for (const role of ladder) {
      const { status, body } = await receive({ as: { role } }, least);
      if (ladder.indexOf(role) >= ladder.indexOf(least)) expect(status).toBe(200);
      else expect([status, body]).toMatchObject([403, { code: 'role-too-low', role, least }]);
    }
  });

  test.each(['', 'Owner', 'root', 'constructor'])('has no rights with the unknown role %j', async (role) => {
    expect((await receive({ as: { role: role as any } }, 'auditor')).status).toBe(403);
  });

  test('may be anonymous where no token is needed', async () => {
    const { status, body } = await receive({ as: null }, 'anyone');
    expect([status, body.caller.orgId]).toEqual([200, '-']);
  });
});

describe('a token that is bound to a browser', () => {
  const browser = { 'User-Agent': 'Firefox/140', Accept: 'application/json' };
  const fp = fingerprint({ 'user-agent': 'Firefox/140', accept: 'application/json' });

  test('is accepted from that browser', async () => {
    expect((await receive({ as: { fp }, headers: browser })).status).toBe(200);
  });

  test.each<[string, Record<string, string>]>([
    ['another', { ...browser, 'User-Agent': 'Chrome/140' }],
    ['another `Accept`', { ...browser, Accept: '*/*' }],
    ['no `User-Agent`', { Accept: 'application/json' }],
    ['no headers', {}],
    ['the same text split differently', { 'User-Agent': 'Firefox/140|application/json' }],
  ])('is refused with %s', async (_, headers) => {
    const answer = await receive({ as: { fp }, headers });
    expect([answer.status, answer.body.code, answer.headers['www-authenticate']]).toEqual([
      401,
      'fingerprint-mismatch',
      'Bearer',
    ]);
  });

  test('is refused before role or organization are checked', async () => {
    expect((await receive({ as: { fp, role: 'auditor', orgId: '' } }, 'owner')).body.code).toBe('fingerprint-mismatch');
  });

  test('identifies browsers by hex SHA-256 of User-Agent|Accept', () => {
    expect(fp).toBe('db53d539ecb691c4b7b7f6682c6cbd2ffefdeab9ca8ed7d11ae7f71b263dc323');
    expect(fingerprint(null)).toBe(fingerprint({}));
  });
});

describe('the input', () => {
  test('comes from path and query', async () => {
    const { body } = await receive({ query: { text: '  two   words ', size: '3', words: ['a', 'b'] } });
    expect(body).toMatchObject({ noteId, text: 'two words', size: 3, words: ['a', 'b'] });
  });

  test.each([
    ['unknown', { colour: 'red' }, 'colour'],
    ['invalid', { size: '10' }, 'size'],
    ['given twice, where one is taken', { size: ['1', '2'] }, 'size'],
    ['a path parameter', { noteId }, 'noteId'],
    ['named like a property of every object', { constructor: 'x' }, 'constructor'],
    ['named like a prototype', JSON.parse('{"__proto__":"x"}'), '__proto__'],
  ])('is refused with its name where a query parameter is %s', async (_, query, path) => {
    const answer = await receive({ query });
    expect([answer.status, answer.body.code, errors(answer)]).toEqual([400, 'invalid-input', [path]]);
  });

  test.each([
    ['unknown', '{"colour":"red","size":1}', 'size'],
    ['a path parameter', `{"colour":"red","vanId":"${vanId}"}`, 'vanId'],
    ['a prototype', '{"colour":"red","__proto__":{"admin":true}}', '__proto__'],
    ['a constructor', '{"colour":"red","constructor":{"prototype":{}}}', 'constructor'],
    ['missing', '{}', 'colour'],
    ['of another type', '{"colour":1}', 'colour'],
    ['given twice', '{"colour":"red","colour":"blue"}', 'colour'],
    ['given twice with the same value', '{"colour":"red","colour":"red"}', 'colour'],
    ['given twice in escaped form', '{"colour":"red","\\u0063olour":"blue"}', 'colour'],
    ['given twice in a nested object', '{"colour":"red","more":{"a":[{"b":1},{"b":1,"c":{"d":1,"d":2}}]}}', 'd'],
  ])('is refused with its name where a field is %s', async (_, body, path) => {
    const answer = await send(body);
    expect([answer.status, answer.body.code, errors(answer)]).toEqual([400, 'invalid-input', [path]]);
  });

  test('may repeat a name in another object, or as a value', async () => {
    const body = '{"colour":"colour","more":{"colour":"a \\" { [ : \\\\","list":[{"x":1},{"x":"x"}],"":{}}}';
    expect((await send(body)).status).toBe(201);
  });

  test('cannot pollute prototypes', async () => {
    await send('{"colour":"red","more":{"__proto__":{"admin":true}}}');
    expect(({} as any).admin).toBeUndefined();
  });

  test('is not read from the query of a command', async () => {
    expect(errors(await send({ colour: 'red' }, { query: { dry: 'true' } }))).toEqual(['dry']);
  });

  test.each(['{', '{"colour":', '{"colour":"red"} x', "{'colour':'red'}", '{"colour":"\t"}', 'NaN', '\u0000'])(
    'must be JSON, not %j',
    async (body) => {
      expect(await send(body)).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
    },
  );

  test.each(['[]', '[{"colour":"red"}]', '"red"', '1', 'null', 'true'])('must be an object, not %s', async (body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  });

  test.each(['', null])('may be left out, and is then an empty object: %j', async (body) => {
    const answer = await ask(memory(), paint, { path: { vanId }, ...(body !== null && { body }) });
    expect([answer.status, errors(answer)]).toEqual([400, ['colour']]);
  });

  test('may have 256 KiB, and one byte more is refused', async () => {
    const limit = 256 * 1024;
    const sized = (bytes: number, letter = 'x') => {
      const frame = JSON.stringify({ colour: '' }).length;
      return JSON.stringify({ colour: letter.repeat((bytes - frame) / Buffer.byteLength(letter)) });
    };
    expect(Buffer.byteLength(sized(limit))).toBe(limit);
    expect((await send(sized(limit))).status).toBe(201);
    expect(await send(sized(limit + 1))).toMatchObject({ status: 413, body: { code: 'body-too-large', limit } });
    expect((await send(sized(limit + 3, 'é'))).status).toBe(413);
    const base64 = (body: string) => Buffer.from(body).toString('base64');
    expect((await send(base64(sized(limit)), { base64: true })).status).toBe(201);
    expect((await send(base64(sized(limit + 1)), { base64: true })).status).toBe(413);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/merge-patch+json',
  ])('may come as %s', async (type) => {
    expect((await send({ colour: 'red' }, { headers: { 'Content-Type': type } })).status).toBe(201);
  });

  test.each(['text/plain', '', 'application/jsonx', 'application/xml', 'multipart/form-data', 'xapplication/json'])(
    'must come as JSON, not as %j',
    async (type) => {
      expect(await send({ colour: 'red' }, { headers: { 'Content-Type': type } })).toMatchObject({
        status: 415,
        body: { code: 'not-json' },
      });
    },
  );

  test('may be encoded in base64', async () => {
    const body = Buffer.from('{"colour":"röt 🚚"}').toString('base64');
    expect((await send(body, { base64: true })).status).toBe(201);
  });

  test('must be UTF-8', async () => {
    const body = Buffer.from([...Buffer.from('{"colour":"'), 0xff, 0xfe, ...Buffer.from('"}')]).toString('base64');
    expect(await send(body, { base64: true })).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
  });

  test.each([
    ['lists', '['.repeat(100_000)],
    ['arrays, closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', '{"a":'.repeat(40_000)],
    ['a field', `{"colour":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['objects in a field', `{"colour":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`],
    ['a field that accepts anything', `{"colour":"red","more":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`],
  ])('is refused without a crash when it is nested too deeply: %s', async (_, body) => {
    expect((await send(body)).status).toBe(400);
  });

  test('may contain one text of the maximum size', async () => {
    expect((await send(JSON.stringify({ colour: '\\"'.repeat(60_000) }))).status).toBe(201);
  });

  test('must not contain half a surrogate pair', async () => {
    expect(errors(await receive({ query: { text: 'a\ud800' } }))).toEqual(['text']);
    expect((await send('{"colour":"\\ud800"}')).status).toBe(201);
  });

  test('may come without headers', async () => {
    const event = { ...requestEvent({ path: { noteId } }), headers: null };
    expect((await noteOf().with(memory())(event as any)).statusCode).toBe(200);
  });
});

describe('the correlation', () => {
  test.each(['a', '1-67891233:abc_DEF.1', 'x'.repeat(128)])('is the one that was given: %s', async (given) => {
    const { headers } = await receive({ headers: { 'X-Correlation-Id': given } });
    expect(headers['x-correlation-id']).toBe(given);
  });

  test.each([undefined, '', 'a b', 'ä', 'x'.repeat(129), 'a\r\nSet-Cookie: b=c', '<script>'])(
    'is created where there is none, or an invalid one: %j',
    async (given) => {
      const { headers } = await receive(given === undefined ? {} : { headers: { 'X-Correlation-Id': given } });
      expect(headers['x-correlation-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    },
  );

  test('is the same in header and problem', async () => {
    const { headers, body } = await receive({ as: null });
    expect(body.correlation).toBe(headers['x-correlation-id']);
  });
});

const failing = (error: unknown) =>
  query({
    summary: 'Fails',
    route: 'GET /failures',
    role: 'anyone',
    input: z.strictObject({ secret: z.string().optional() }),
    reads: {},
    output: z.object({}),
    answer: async () => {
      throw error;
    },
  });

test('a response is stored by no browser or proxy: of a command, a query or a problem', async () => {
  for (const { headers } of [
    await send({ colour: 'red' }),
    await receive(),
    await receive({ as: null }),
    await send('{'),
  ])
    expect(headers['cache-control']).toBe('no-store');
});

describe('a problem', () => {
  test('has always the same shape', async () => {
    const { status, body, headers } = await receive({ as: null });
    expect(status).toBe(401);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toEqual({
      type: 'urn:waybill:problem:not-signed-in',
      title: 'The request has no token, key or session, or one that is not valid or has expired.',
      status: 401,
      code: 'not-signed-in',
      correlation: headers['x-correlation-id'],
    });
  });

  test('cannot be overwritten by its reasons', async () => {
    const no = problem('no', 409, 'No.', { why: z.string() });
    const lying = command({
      summary: 'Lies',
      route: 'POST /lies',
      role: 'anyone',
      input: z.strictObject({}),
      on: van,
      refuses: [no],
      begin: () => no({ status: 200, code: 'yes', type: 'x', title: 'x', correlation: 'x', why: 'because' } as never),
    });
    const { status, body, headers } = await ask(memory(), lying);
    expect(status).toBe(409);
    expect(body).toEqual({
      type: 'urn:waybill:problem:no',
      title: 'No.',
      status: 409,
      code: 'no',
      correlation: headers['x-correlation-id'],
      why: 'because',
    });
  });

  test('that is unexpected reveals nothing, neither to the client nor in the log', async () => {
    const lines: string[] = [];
    for (const out of [process.stdout, process.stderr])
      vi.spyOn(out, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...args) => void lines.push(JSON.stringify(args)));
    for (const method of ['info', 'error', 'warn'] as const)
      vi.spyOn(logger, method).mockImplementation((...args) => void lines.push(JSON.stringify(args)));
    const { status, body } = await ask(memory(), failing(new Error('cannot read hunter2 of Jo Doe')), {
      query: { secret: 'hunter2' },
    });
    expect(status).toBe(500);
    expect(Object.keys(body).toSorted()).toEqual(['code', 'correlation', 'status', 'title', 'type']);
    expect(body.code).toBe('unexpected');
    expect(lines.join('\n')).toContain('failed');
    expect(lines.join('\n')).toContain(body.correlation);
    expect(lines.join('\n')).not.toMatch(/hunter2|Jo Doe/);
  });

  test.each([undefined, null, 'text', 7, {}])('may be any thrown value: %j', async (thrown) => {
    expect((await ask(memory(), failing(thrown))).status).toBe(500);
  });

  test('of throttling has `Retry-After`', async () => {
    expect(await ask(memory(), failing(new ThrottledError('throttled')))).toMatchObject({
      status: 503,
      body: { code: 'overloaded' },
      headers: { 'retry-after': '1' },
    });
  });

  test('with a response that violates its schema is an internal error', async () => {
    const liar = query({
      summary: 'Lies',
      route: 'GET /lies',
      role: 'anyone',
      input: z.strictObject({}),
      reads: {},
      output: z.object({ size: z.number() }),
      answer: async () => ({ size: 'big' }) as any,
    });
    expect(await ask(memory(), liar)).toMatchObject({ status: 500, body: { code: 'unexpected' } });
  });

  test('names what is not found', async () => {
    const absent = query({
      summary: 'Nothing',
      route: 'GET /nothing',
      role: 'anyone',
      of: 'van',
      input: z.strictObject({}),
      reads: {},
      output: z.object({}),
      answer: async () => undefined,
    });
    expect(await ask(memory(), absent)).toMatchObject({ status: 404, body: { code: 'van-not-found' } });
  });
});

test.each<[string, () => Promise<Answer>]>([
  ['a success', () => receive()],
  ['a refusal', () => receive({ as: null })],
  ['an invalid input', () => send('{')],
  ['a failure', () => ask(memory(), failing(new Error('no')))],
])('%s is safe to show in a browser, on any page', async (_, answer) => {
  const { headers } = await answer();
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'strict-transport-security': expect.stringContaining('max-age='),
    'x-content-type-options': 'nosniff',
  });
  expect(headers['access-control-expose-headers']).toContain('idempotent-replayed');
});
