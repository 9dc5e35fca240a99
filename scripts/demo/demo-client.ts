import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

export type Body = Record<string, any>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A client of the API that fails on any unexpected response. */
export interface Client {
  readonly get: (path: string) => Promise<Body>;
  readonly post: (path: string, body?: Body, status?: 200 | 201) => Promise<Body>;
  readonly put: (path: string, body: Body) => Promise<Body>;
  /** Expects a refusal, such as `409 resource-booked`. */
  readonly refused: (no: string, call: string, body?: Body) => Promise<Body>;
  /** Sends the same request twice, as after a lost response. It must take effect once. */
  readonly postTwice: (path: string, body: Body) => Promise<Body>;
}

const patienceMs = 10_000;

export const client = (url: string, token: string): Client => {
  const call = async (method: string, path: string, body?: Body, key: string = randomUUID()): Promise<Answer> => {
    const writes = method !== 'GET';
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(writes && { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(writes && { body: JSON.stringify(body ?? {}) }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch(({ name, cause }) => {
      throw new Error(`${method} ${path} was not answered (${cause?.code ?? name})`);
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
  };

  const done = async (method: string, path: string, status: number, body?: Body, key?: string) => {
    const answer = await call(method, path, body, key);
    if (answer.status !== status) throw surprise(`${method} ${path}`, answer, String(status));
    assert(answer.headers.get('x-correlation-id'), `${method} ${path} was answered without a correlation id`);
    if (method === 'GET') return answer;
    assert(Number.isInteger(answer.body.version), `${method} ${path} was answered without a version`);
    assert.equal(
      answer.headers.get('etag'),
      `"${answer.body.version}"`,
      `${method} ${path} has another version as ETag`,
    );
    return answer;
  };

  return {
    get: async (path) => (await done('GET', path, 200)).body,
    post: async (path, body, status = 201) => (await done('POST', path, status, body)).body,
    put: async (path, body) => (await done('PUT', path, 200, body)).body,

    refused: async (no, request, body) => {
      const [method = '', path = ''] = request.split(' ');
      const answer = await call(method, path, body);
      if (`${answer.status} ${answer.body.code}` !== no) throw surprise(request, answer, no);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json', `${request} is not a problem+json`);
      assert.equal(answer.body.type, `urn:waybill:problem:${answer.body.code}`, `${request} has another type`);
      return answer.body;
    },

    postTwice: async (path, body) => {
      const key = randomUUID();
      const once = await done('POST', path, 201, body, key);
      const again = await done('POST', path, 201, body, key);
      assert(!once.headers.has('idempotent-replayed'), `POST ${path} pretends to be a repetition`);
      assert.equal(again.headers.get('idempotent-replayed'), 'true', `POST ${path} took effect twice`);
      assert(isDeepStrictEqual(again.body, once.body), `POST ${path} was answered differently the second time`);
      return once.body;
    },
  };
};

const surprise = (request: string, { status, body }: Answer, expected: string) => {
  const { type, title, status: _, code, correlation, ...reasons } = body;
  const why = code && Object.keys(reasons).length ? ` ${JSON.stringify(reasons)}` : '';
  return new Error(`${request} was answered ${status} ${code ?? ''}${why}; expected was ${expected}`);
};
