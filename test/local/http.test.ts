import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Unauthorized } from '@waybill/kernel/auth/authorizer';
import type { Waited } from '@waybill/kernel/http/edge';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startHttp } from '#scripts/local/http/http';

const seen: APIGatewayProxyEvent[] = [];
const endpoint = (route: string, open = true, answer: () => object = () => ({})) => ({
  route,
  open,
  name: `fn ${route}`,
  handler: async (event: APIGatewayProxyEvent) => {
    seen.push(event);
    const headers = { 'content-type': 'application/json', 'x-route': route };
    return { statusCode: 200, headers, body: JSON.stringify({ route }), ...answer() } as any;
  },
});

/** One byte less is not compressed. */
const long = 'x'.repeat(8_192);

/** For each call of the waiting function: whether its client has disconnected. */
const waiting: AbortSignal[] = [];

let asked = 0;
const authorizer = async ({ headers, methodArn }: any) => {
  asked += 1;
  const token = headers.authorization ?? headers.Authorization;
  if (token === 'Bearer broken') throw new Error('out of order');
  if (token === 'Bearer old') throw new Unauthorized('token-expired');
  if (token !== 'Bearer good' && token !== 'Bearer elsewhere') throw new Error('Unauthorized');
  const Effect = token === 'Bearer good' ? ('Allow' as const) : ('Deny' as const);
  const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }];
  return { principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement }, context: { role: 'officer' } };
};

const server = await startHttp({
  endpoints: [
    endpoint('GET /deliveries/{deliveryId}'),
    endpoint('GET /deliveries/live'),
    endpoint('GET /deliveries'),
    endpoint('POST /deliveries'),
    endpoint('PUT /deliveries/{id}/checkpoints/{sequence}'),
    endpoint('GET /deliveries/live/{what}/now'),
    endpoint('GET /secret', false),
    endpoint('GET /broken', true, () => {
      throw new Error('the secret ingredient');
    }),
    endpoint('GET /nothing', true, () => ({ statusCode: 204, body: '' })),
    endpoint('GET /bytes', true, () => ({ body: Buffer.from([0, 255]).toString('base64'), isBase64Encoded: true })),
    endpoint('GET /cookies', true, () => ({ multiValueHeaders: { 'set-cookie': ['a=1; Path=/', 'b=2; Path=/'] } })),
    {
      ...endpoint('GET /waiting'),
      handler: (_: APIGatewayProxyEvent, { gone }: Waited = {}) =>
        new Promise((resolve) => {
          waiting.push(gone!);
          gone!.addEventListener('abort', () => resolve({ statusCode: 503, body: '{}' }));
          if (waiting.length === 2) resolve({ statusCode: 200, body: '{}' });
        }),
    },
    endpoint('GET /badheader', true, () => ({ headers: { 'x-bad': 'a\nb' } })),
    endpoint('GET /dev/outbox', true, () => ({ headers: { 'Access-Control-Allow-Origin': '*', 'x-kept': 'yes' } })),
    endpoint('GET /long', true, () => ({ body: long })),
    endpoint('GET /open', true, () => ({ headers: { 'Access-Control-Allow-Origin': '*' } })),
  ],
  authorizer,
  stage: 'local',
  extras: { 'GET /docs': () => ({ statusCode: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }) },
  home: '/docs',
  hosts: ['Waybill.test'],
});
const base = `http://127.0.0.1:${server.port}/v1`;
afterAll(() => server.stop());
beforeEach(() => {
  seen.length = 0;
  asked = 0;
});

const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = (await response.json()) as any;
  expect(body.correlation).toBe(response.headers.get('x-correlation-id'));
  expect(body).toMatchObject({ status: response.status, type: `urn:waybill:problem:${body.code}` });
  return `${response.status} ${body.code}`;
};

const logged: Record<string, unknown>[] = [];
const stopLogging = alsoLogTo((line) => logged.push(JSON.parse(line)));
afterAll(stopLogging);
beforeEach(() => {
  logged.length = 0;
});

/** Sends bytes, and returns everything received until the connection ends. */
const raw = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.once('close', () => resolve(answer)).once('error', reject);
  });

describe('finding the function', () => {
  test.each([
    ['/deliveries/live', 'GET /deliveries/live'],
    ['/deliveries/7', 'GET /deliveries/{deliveryId}'],
    ['/deliveries', 'GET /deliveries'],
    ['/deliveries/', 'GET /deliveries'],
    ['/deliveries?status=live', 'GET /deliveries'],
  ])('%s', async (path, route) => {
    expect((await fetch(`${base}${path}`)).headers.get('x-route')).toBe(route);
  });

  test('a literal without a match falls back to a parameter', async () => {
    const response = await fetch(`${base}/deliveries/live/checkpoints/3`, { method: 'PUT' });
    expect(response.status).toBe(200);
    expect(seen[0]!.pathParameters).toEqual({ id: 'live', sequence: '3' });
  });

  test('unknown paths, empty segments and other base paths are 404', async () => {
    for (const url of [`${base}/unknown`, `${base}/deliveries//checkpoints/1`, base.replace('/v1', '/v2/deliveries')])
      expect(await problem(await fetch(url))).toBe('404 not-found');
  });

  test('another method is 405 with the allowed methods', async () => {
    const response = await fetch(`${base}/deliveries`, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    expect(await problem(response)).toBe('405 method-not-allowed');
  });

  test('extras are open to anyone', async () => {
    expect(await (await fetch(`${base}/docs`)).text()).toBe('<p>');
  });
});

describe('the event', () => {
  test('equals that of API Gateway', async () => {
    const headers = { 'x-many': 'a', 'content-type': 'application/json', 'user-agent': 'vitest' };
    const url = `${base}/deliveries?status=a&status=b%20c&__proto__=x&empty=`;
    await fetch(url, { method: 'POST', headers, body: '{"a":"ä"}' });
    const event = seen[0]!;
    expect(event).toMatchObject({
      resource: '/deliveries',
      path: '/deliveries',
      httpMethod: 'POST',
      queryStringParameters: { status: 'b c', empty: '' },
      multiValueQueryStringParameters: { status: ['a', 'b c'] },
      pathParameters: null,
      body: '{"a":"ä"}',
      isBase64Encoded: false,
      requestContext: {
        stage: 'local',
        path: '/v1/deliveries',
        identity: { sourceIp: '127.0.0.1', userAgent: 'vitest' },
      },
    });
    expect(Object.hasOwn(event.queryStringParameters!, '__proto__')).toBe(true);
    expect(event.multiValueHeaders['x-many']).toEqual(['a']);
    expect(event.requestContext.requestId).toMatch(/^[\da-f-]{36}$/);
  });

  test('has no body and no query where there is none', async () => {
    await fetch(`${base}/deliveries`);
    expect(seen[0]).toMatchObject({ body: null, queryStringParameters: null, multiValueQueryStringParameters: null });
  });

  test('has decoded path parameters; malformed ones are 400', async () => {
    await fetch(`${base}/deliveries/a%2Fb%20%C3%A4`);
    expect(seen[0]!.pathParameters).toEqual({ deliveryId: 'a/b ä' });
    for (const bad of ['%', '%zz', '%C3%28'])
      expect(await problem(await fetch(`${base}/deliveries/${bad}`))).toBe('400 malformed-path');
  });

  test('contains binary bodies in base64', async () => {
    await fetch(`${base}/deliveries`, { method: 'POST', body: new Uint8Array([0xff, 0xfe, 0]) });
    expect(seen[0]).toMatchObject({ isBase64Encoded: true, body: Buffer.from([0xff, 0xfe, 0]).toString('base64') });
  });
});

describe('the answer', () => {
  test('to HEAD equals that to GET without the body', async () => {
    const response = await fetch(`${base}/deliveries`, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe(`${JSON.stringify({ route: 'GET /deliveries' }).length}`);
    expect(await response.text()).toBe('');
    expect(seen[0]!.httpMethod).toBe('GET');
  });

  test('may be empty, or bytes', async () => {
    expect((await fetch(`${base}/nothing`)).status).toBe(204);
    expect([...new Uint8Array(await (await fetch(`${base}/bytes`)).arrayBuffer())]).toEqual([0, 255]);
  });

  test('may set several cookies', async () => {
    const { headers } = await fetch(`${base}/cookies`);
    expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });

  test('to a preflight allows all supported headers and methods', async () => {
    const response = await fetch(`${base}/anything`, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    const allowed = response.headers.get('access-control-allow-headers')!.split(',');
    expect(allowed).toEqual(expect.arrayContaining(['authorization', 'idempotency-key', 'x-api-key']));
  });

  test('to a failing function is 500, logged without the cause', async () => {
    expect(await problem(await fetch(`${base}/broken`))).toBe('500 unexpected');
    expect(await problem(await fetch(`${base}/badheader`))).toBe('500 unexpected');
    expect(logged.filter(({ message }) => message === 'failed')).toMatchObject([
      {
        level: 'error',
        route: 'GET /broken',
        reason: { name: 'Error', at: expect.arrayContaining([expect.stringContaining('at ')]) },
      },
      { level: 'error', route: 'GET /badheader', reason: { name: 'TypeError' } },
    ]);
    expect(JSON.stringify(logged)).not.toContain('secret ingredient');
  });

  test('echoes a plain correlation id and replaces any other', async () => {
    const correlation = async (given: string) =>
      (await fetch(`${base}/unknown`, { headers: { 'x-correlation-id': given } })).headers.get('x-correlation-id');
    expect(await correlation('trip-7')).toBe('trip-7');
    expect(await correlation('a b')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('the authorizer', () => {
  const secret = (authorization?: string) =>
    fetch(`${base}/secret`, { headers: authorization ? { authorization } : {} });

  test('is invoked without a header too, because there are other credentials', async () => {
    const response = await secret();
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await problem(response)).toBe('401 not-signed-in');
    expect(asked).toBe(1);
  });

  test('identifies the caller, and is invoked for each request', async () => {
    await Promise.all([secret('Bearer good'), secret('Bearer good')]);
    expect(seen[0]!.requestContext.authorizer).toEqual({ role: 'officer', principalId: 'ann' });
    expect(asked).toBe(2);
  });

  test('may deny', async () => {
    expect(await problem(await secret('Bearer elsewhere'))).toBe('403 not-allowed');
    expect(seen).toHaveLength(0);
  });

  test('may refuse, or fail', async () => {
    expect(await problem(await secret('Bearer bad'))).toBe('401 not-signed-in');
    expect(await problem(await secret('Bearer old'))).toBe('401 token-expired');
    expect(await problem(await secret('Bearer broken'))).toBe('500 unexpected');
  });
});

describe('the log', () => {
  const lines = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${base}${path}`, init);
    return logged.filter(({ correlation }) => correlation === response.headers.get('x-correlation-id'));
  };
  const answered = { level: 'info', message: 'answered', by: 'gateway' };

  test('has every response of the gateway itself, with its correlation id', async () => {
    const secret = { route: 'GET /secret' };
    expect(await lines('/secret')).toMatchObject([{ ...answered, ...secret, status: 401, code: 'not-signed-in' }]);
    const elsewhere = { headers: { authorization: 'Bearer elsewhere' } };
    expect(await lines('/secret', elsewhere)).toMatchObject([{ ...answered, ...secret, status: 403 }]);
    expect(await lines('/unknown')).toMatchObject([{ ...answered, method: 'GET', status: 404, code: 'not-found' }]);
    expect(await lines('/deliveries', { method: 'DELETE' })).toMatchObject([{ ...answered, status: 405 }]);
    const large = { method: 'POST', body: Buffer.alloc(2_000_000) };
    expect(await lines('/deliveries', large)).toMatchObject([{ ...answered, status: 413, code: 'body-too-large' }]);
    expect(await lines('/docs')).toMatchObject([{ ...answered, status: 200 }]);
    expect(await lines('/anything', { method: 'OPTIONS' })).toMatchObject([{ ...answered, status: 204 }]);
  });

  test('has the response to input that is not HTTP, too', async () => {
    const answer = await raw('hello there\r\n\r\n');
    const [, correlation] = /x-correlation-id: (\S+)/.exec(answer) ?? [];
    expect(logged).toMatchObject([{ ...answered, status: 400, code: 'malformed-request', correlation }]);
  });

  test('does not repeat the responses of functions', async () => {
    expect(await lines('/deliveries')).toEqual([]);
  });

  test('contains no client input except the correlation id', async () => {
    await fetch(`${base}/people/ann@example.org?name=Ann`, { headers: { 'x-name': 'Ann' } });
    await fetch(`${base}/deliveries/ann@example.org/checkpoints/Ann`, { method: 'DELETE' });
    expect(logged).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toMatch(/ann/i);
  });
});

describe('the host', () => {
  const asking = (host: string, path = '/v1/deliveries') =>
    raw(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
  const statusOf = (answer: string) => Number(answer.slice(9, 12));

  test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:3000', '[::1]:3000', 'waybill.test:3000'])(
    '%s is one of ours',
    async (host) => expect(statusOf(await asking(host))).toBe(200),
  );

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:3000',
    'localhost@evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.2',
    '[::2]',
    '0.0.0.0',
    '',
  ])('%j is refused, so that DNS rebinding is not possible', async (host) => {
    for (const path of ['/v1/deliveries', '/v1/dev/outbox', '/v1/docs', '/', '/v1/unknown']) {
      const answer = await asking(host, path);
      expect(statusOf(answer)).toBe(421);
      expect(answer).toContain('"code":"unknown-host"');
      expect(answer).not.toMatch(/access-control/i);
    }
    expect(seen).toEqual([]);
  });

  test('of an absolute target takes precedence over the header', async () => {
    expect(statusOf(await asking('localhost', 'http://evil.example/v1/deliveries'))).toBe(421);
    expect(statusOf(await asking('evil.example', 'http://localhost/v1/deliveries'))).toBe(200);
  });
});

describe('a development route', () => {
  const corsOf = ({ headers }: Response) => [...headers.keys()].filter((name) => name.startsWith('access-control-'));

  test('responds without CORS headers, also to a preflight', async () => {
    for (const path of ['/dev/outbox', '/dev/nothing', '/docs'])
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE']) {
        const response = await fetch(`${base}${path}`, { method, headers: { origin: 'https://evil.example' } });
        expect(corsOf(response), `${method} ${path}`).toEqual([]);
        expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      }
    const outbox = await fetch(`${base}/dev/outbox`);
    expect([outbox.status, outbox.headers.get('x-kept')]).toEqual([200, 'yes']);
  });

  test('does not change the CORS headers of the API', async () => {
    expect(corsOf(await fetch(`${base}/open`))).toEqual(['access-control-allow-origin']);
    expect(corsOf(await fetch(`${base}/unknown`))).toContain('access-control-allow-origin');
    expect(corsOf(await fetch(`${base}/open`, { method: 'OPTIONS' }))).toContain('access-control-allow-methods');
  });

  test.each(['/', '/v1', '/v1/', '/?a=b'])('%s redirects to the docs', async (path) => {
    const response = await fetch(`http://localhost:${server.port}${path}`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/v1/docs']);
    expect((await fetch(`http://localhost:${server.port}${path}`, { method: 'POST' })).status).toBe(404);
  });
});

describe('a request that is too large', () => {
  test('with a content length of 10 MB is refused with 413', async () => {
    const response = await fetch(`${base}/deliveries`, { method: 'POST', body: Buffer.alloc(10_000_000, 'a') });
    expect(await problem(response)).toBe('413 body-too-large');
    expect(seen).toHaveLength(0);
  });

  test('of 10 MB without a content length is refused with 413', async () => {
    const chunks = new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 100; i++) controller.enqueue(new Uint8Array(100_000));
        controller.close();
      },
    });
    const response = await fetch(`${base}/deliveries`, { method: 'POST', body: chunks, duplex: 'half' } as RequestInit);
    expect(await problem(response)).toBe('413 body-too-large');
  });

  test('is refused before the client sends it, if it expects 100-continue', async () => {
    const answer = await raw(
      'POST /v1/deliveries HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 9999999\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 413/);
  });

  test('is not one of half a megabyte', async () => {
    await fetch(`${base}/deliveries`, { method: 'POST', body: 'a'.repeat(524_288) });
    expect(seen[0]!.body).toHaveLength(524_288);
  });
});

describe('garbage', () => {
  test.each([
    ['no HTTP', 'hello there\r\n\r\n', 400],
    ['an unknown method', 'BREW /v1/deliveries HTTP/1.1\r\nhost: localhost\r\n\r\n', 400],
    ['a space in the path', 'GET /v1/a b HTTP/1.1\r\nhost: localhost\r\n\r\n', 400],
    ['a bad header', 'GET /v1/deliveries HTTP/1.1\r\nhost: localhost\r\nbad header\r\n\r\n', 400],
    ['endless headers', `GET /v1/deliveries HTTP/1.1\r\nhost: localhost\r\nlong: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /v1/deliveries HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na',
      400,
    ],
    ['a path of slashes', 'GET //// HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 404],
    [
      'an absolute address',
      `GET http://localhost:1/v1/unknown HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
      404,
    ],
    ['a path of nothing', 'GET ? HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 400],
  ])('%s', async (_, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status}`);
    expect(answer).toContain('application/problem+json');
  });

  test('from a client that disconnects does not affect other clients', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await new Promise<void>((resolve) => {
      socket.write('POST /v1/deliveries HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nhalf', () =>
        resolve(),
      );
    });
    socket.destroy();
    expect((await fetch(`${base}/deliveries`)).status).toBe(200);
  });
});

test('connections are kept alive', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const port = () =>
    new Promise<number>((resolve, reject) => {
      const sending = request(`${base}/deliveries`, { agent }, (response) => {
        response.resume().once('end', () => resolve(sending.socket!.localPort!));
      });
      sending.once('error', reject).end();
    });
  expect(await port()).toBe(await port());
  agent.destroy();
});

test('a port in use is named in the error', async () => {
  const again = startHttp({ endpoints: [], authorizer, stage: 'local', port: server.port });
  await expect(again).rejects.toThrow(`Port ${server.port} is taken`);
});

test('a function is notified when its client disconnects, and not after the response', async () => {
  const leaving = new AbortController();
  const left = fetch(`${base}/waiting`, { signal: leaving.signal });
  await expect.poll(() => waiting.length).toBe(1);
  expect(waiting[0]!.aborted).toBe(false);
  leaving.abort();
  await expect(left).rejects.toThrow();
  await expect.poll(() => waiting[0]!.aborted).toBe(true);

  const answered = await fetch(`${base}/waiting`);
  expect([answered.status, await answered.text()]).toEqual([200, '{}']);
  expect((await fetch(`${base}/deliveries`)).status).toBe(200);
  expect(waiting[1]!.aborted).toBe(false);
});

describe('a large response', () => {
  /** The encoding and the bytes on the wire: `fetch` decompresses them. */
  const wire = (path: string, encoding?: string, method = 'GET') =>
    new Promise<{ encoding: string | undefined; length: number; bytes: Buffer }>((resolve, reject) => {
      const headers = encoding === undefined ? {} : { 'accept-encoding': encoding };
      request(`${base}${path}`, { headers, method }, async (response) => {
        const bytes = Buffer.concat(await response.toArray());
        const { 'content-encoding': encoding, 'content-length': length } = response.headers;
        resolve({ encoding, length: Number(length), bytes });
      })
        .on('error', reject)
        .end();
    });

  test.each(['gzip', 'br, gzip;q=0.5', 'GZIP', 'deflate, gzip ;q=1.0'])('is compressed for %s', async (accepted) => {
    const { encoding, length, bytes } = await wire('/long', accepted);
    expect(encoding).toBe('gzip');
    expect(length).toBe(bytes.length);
    expect(gunzipSync(bytes).toString()).toBe(long);
  });

  test.each([undefined, 'br', 'gzip;q=0', 'gzip;q=0.00', 'x-gzipped', ''])(
    'is sent as it is for %s',
    async (accepted) => {
      const { encoding, bytes } = await wire('/long', accepted);
      expect(encoding).toBeUndefined();
      expect(bytes.toString()).toBe(long);
    },
  );

  test('has the length of its compressed form in the answer to HEAD', async () => {
    const { encoding, length, bytes } = await wire('/long', 'gzip', 'HEAD');
    expect({ encoding, length, bytes: bytes.length }).toEqual({
      encoding: 'gzip',
      length: gzipSync(long).length,
      bytes: 0,
    });
  });

  test('is not compressed if it is small', async () => {
    expect((await wire('/deliveries', 'gzip')).encoding).toBeUndefined();
  });
});
