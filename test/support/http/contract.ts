import { locales } from '@waybill/languages';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, inject } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly body: any;
  readonly headers: Headers;
  readonly etag: string | null;
}

interface Response {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
}

/** Compiled on first use: the document is the same for a whole run. */
const checkers = new Map<object, ValidateFunction>();
let ajv: Ajv2020 | undefined;

const documentId = 'https://waybill.invalid/openapi.json';

const checker = (schema: object): ValidateFunction => {
  ajv ??= formats.default(new Ajv2020({ strict: false, allErrors: true })).addSchema({
    $id: documentId,
    components: inject('waybill').api.components,
  });
  const known = checkers.get(schema) ?? ajv.compile(absolute(schema));
  checkers.set(schema, known);
  return known;
};

/** The references of the document, as a schema outside it can make them. */
const absolute = (schema: object): object =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' ? `${documentId}${value}` : value));

/** A response, or the shared one that it refers to. */
const responseIn = (response: Response | undefined): Response | undefined => {
  const shared = response?.$ref?.split('/').at(-1);
  return shared === undefined ? response : inject('waybill').api.components.responses![shared];
};

const parametersIn = (path: string): number => path.match(/{/g)?.length ?? 0;

/** The paths of the document as patterns; those that are spelled out go before those with parameters. */
let patterns: readonly { readonly path: string; readonly pattern: RegExp }[] | undefined;
const patternsIn = (paths: object) =>
  Object.keys(paths)
    .toSorted((a, b) => parametersIn(a) - parametersIn(b))
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/{\w+}/g, '[^/]+')}$`) }));

/** What the document says about a request. */
export const operationOf = (method: string, path: string): Operation | undefined => {
  const { paths } = inject('waybill').api;
  patterns ??= patternsIn(paths);
  const plain = path.split('?')[0]!.replace(/(.)\/$/, '$1');
  const found = patterns.find(({ pattern }) => pattern.test(plain));
  return found && (paths[found.path]?.[method.toLowerCase()] as Operation | undefined);
};

/** Headers that clients use: a response has exactly those that are documented for it. */
const meaningful = [
  'etag',
  'location',
  'idempotent-replayed',
  'as-of',
  'retry-after',
  'www-authenticate',
  'cache-control',
  'set-cookie',
  'content-language',
  'vary',
];

/** Responses of the gateway before an operation is found; the last two of the local runtime only. */
const fromTheGateway = new Set([
  'not-found',
  'method-not-allowed',
  'headers-too-large',
  'request-too-slow',
  'token-expired',
  'token-unknown-key',
]);

/**
 * Every response matches the OpenAPI document: its status, its body, its headers, and of a problem its code and
 * reasons. It is never a server error.
 */
export const matchesContract = (method: string, path: string, { status, body, headers }: Answer) => {
  const asked = [method, path.slice(0, 200), '→', status, body?.code].filter(Boolean).join(' ');
  expect(status, `${asked} ${JSON.stringify(body)}`).toBeLessThan(500);
  expect(headers.get('x-correlation-id'), `${asked} has a correlation`).toBeTruthy();
  if (status === 304) {
    expect(body, `${asked} has no body`).toBeUndefined();
    expect(operationOf(method, path)?.responses[304], `${asked} is a documented status`).toBeDefined();
    return;
  }
  if (status >= 300) isAProblem(asked, { status, body, headers });
  if (fromTheGateway.has(body?.code)) return;
  const operation = operationOf(method, path);
  if (status >= 300 && !operation) return;
  const documented = responseIn(operation?.responses[status]);
  expect(documented, `${asked} is a documented status`).toBeDefined();
  const type = status < 300 ? Object.keys(documented!.content!)[0]! : 'application/problem+json';
  expect(headers.get('content-type')?.split(';')[0], asked).toBe(type);
  const check = checker(documented!.content![type]!.schema);
  check(body);
  expect(check.errors ?? [], `${asked} is as documented`).toEqual([]);
  const known = Object.keys(documented!.headers ?? {}).map((name) => name.toLowerCase());
  // `no-store` is on every response that may not be cached, and therefore not documented.
  const sent = meaningful.filter((name) => headers.has(name) && headers.get(name) !== 'no-store');
  expect(
    sent.filter((name) => !known.includes(name)),
    `${asked} has documented headers`,
  ).toEqual([]);
};

const isAProblem = (asked: string, { status, body, headers }: Pick<Answer, 'status' | 'body' | 'headers'>) => {
  expect(headers.get('content-type'), asked).toBe('application/problem+json');
  expect(locales, asked).toContain(headers.get('content-language'));
  expect(body, asked).toMatchObject({
    type: `urn:waybill:problem:${body?.code}`,
    title: expect.stringMatching(/\S[.。)]$/),
    status,
    code: expect.stringMatching(/^[a-z0-9-]+$/),
    correlation: headers.get('x-correlation-id'),
  });
};
