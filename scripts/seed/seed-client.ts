import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@waybill/kernel';

export interface Sent {
  readonly body: Record<string, any>;
  /** Whether it had been done before. */
  readonly replayed: boolean;
}

/** A refusal by the API. */
export class Declined extends Error {
  override readonly name = 'Declined';
  readonly code: string;
  constructor(request: string, status: number, code: string) {
    super(`${request} was answered ${status} ${code}`);
    this.code = code;
  }
}

export interface SeedClient {
  readonly get: (path: string) => Promise<Record<string, any>>;
  /** The same request always has the same key, so that it takes effect once. */
  readonly send: (order: string, path: string, body: object, method?: 'POST' | 'PUT') => Promise<Sent>;
}

interface Options {
  readonly url: string;
  readonly token: () => Promise<string>;
  /** The delay before the first retry; each further one is twice as long. */
  readonly pauseMs?: number;
}

const attempts = 6;
const patienceMs = 30_000;

/** Retries throttled, lost or unanswered requests, which take effect once. */
export const seedClient = ({ url, token, pauseMs = 200 }: Options): SeedClient => {
  const once = async (method: string, path: string, body: object | undefined, order: string | undefined) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(order && { 'idempotency-key': newId(`seed ${order}`) }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };

  const call = async (method: string, path: string, body?: object, order?: string): Promise<Sent> => {
    const request = `${method} ${path}`;
    for (let tries = 1; ; tries++) {
      const answer = await once(method, path, body, order).catch((error: Error) => {
        if (tries === attempts) throw new Error(`${request} was not answered (${causeOf(error)})`);
      });
      if (answer && answer.status < 300)
        return { body: JSON.parse(answer.text), replayed: answer.headers.get('idempotent-replayed') === 'true' };
      if (answer && (!passes(answer.status, answer.headers) || tries === attempts))
        throw new Declined(request, answer.status, codeIn(answer.text));
      const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1000;
      await pause(Math.max(asked, pauseMs * 2 ** (tries - 1)));
    }
  };

  return {
    get: async (path) => (await call('GET', path)).body,
    send: (order, path, body, method = 'POST') => call(method, path, body, order),
  };
};

/** Responses that ask for a retry, and server errors. */
const passes = (status: number, headers: Headers) => status === 429 || status >= 500 || headers.has('retry-after');

const codeIn = (text: string): string => {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
};

const causeOf = ({ name, cause }: Error) => (cause as { code?: string } | undefined)?.code ?? name;
