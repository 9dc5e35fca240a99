import type { HttpDefinition } from '@waybill/kernel/function';
import { takesVersion } from '@waybill/kernel/problems/problems-of';

/** Response headers, by name. */
export const responseHeaders = {
  'X-Correlation-Id': {
    description: 'Identifies the request in every log and event. It is the one that was sent, or a new one.',
    schema: { type: 'string' },
    example: '2f1c4e0a-6d1b-4f0e-9a52-0d6c6a3f9b11',
  },
  ETag: {
    description: 'The version of the thing, in quotes: what `If-Match` takes.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
  Location: {
    description: 'Where what has begun is found.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/deliveries/5a3d0c1e-8f2b-8c4d-9e6f-7a8b9c0d1e2f',
  },
  'Idempotent-Replayed': {
    description: '`true` when a request with this `Idempotency-Key` took effect before, and this is its answer again.',
    schema: { type: 'string', const: 'true' },
  },
  'As-Of': {
    description: 'The moment that the answer describes; the body has it as `asOf`.',
    schema: { type: 'string', format: 'date-time' },
  },
  'Retry-After': {
    description: 'How many seconds to wait before the request is sent again.',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
  'WWW-Authenticate': {
    description: 'How to authenticate.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  'Cache-Control': {
    description: 'For how long the answer may be kept.',
    schema: { type: 'string' },
    example: 'max-age=5',
  },
  'Set-Cookie': {
    description: 'The session, for browsers: `HttpOnly`, `Secure`, `SameSite=Lax`.',
    schema: { type: 'string' },
  },
} as const;

export type ResponseHeader = keyof typeof responseHeaders;

export const headerComponents = Object.fromEntries(
  Object.entries(responseHeaders).map(([name, header]) => [name.replaceAll('-', ''), header]),
);

/** References to these headers. */
export const headersOf = (names: readonly ResponseHeader[]) =>
  Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${name.replaceAll('-', '')}` as const }]),
  );

/** Request headers, as parameters. */
export const headerParameters = {
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    description:
      'An id of your own for the request, to find it in logs and events: 1 to 128 letters, digits and `_.:-`. Any other is replaced.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes it safe to send the request again: with the same key it takes effect once, and the first answer is repeated. Use a new key, such as a UUID, for every new request.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` of the version that you have read, or `*`. If the thing has changed since, nothing happens and the answer is 412 `version-moved-on`.',
    schema: { type: 'string', pattern: '^(\\*|"\\d{1,10}")$' },
    example: '*',
  },
} as const;

/** References to the header parameters of an operation. */
export const headerParametersOf = (definition: HttpDefinition) => {
  const { kind } = definition;
  const idempotent = kind === 'endpoint' ? definition.idempotent : kind !== 'query';
  const names = [
    ...(idempotent ? ['IdempotencyKey'] : []),
    ...(takesVersion(definition) ? ['IfMatch'] : []),
    'CorrelationId',
  ];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` as const }));
};
