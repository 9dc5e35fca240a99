import { baseLocale, locales } from '@waybill/kernel';
import type { HttpDefinition } from '@waybill/kernel/function';
import { takesVersion } from '@waybill/kernel/problems/problems-of';

/** Response headers, by name. */
export const responseHeaders = {
  'X-Correlation-Id': {
    description: 'Identifies the request in logs and events: the value that was sent, or a new one.',
    schema: { type: 'string' },
    example: '2f1c4e0a-6d1b-4f0e-9a52-0d6c6a3f9b11',
  },
  ETag: {
    description:
      'The validator of the response, for `If-None-Match`. Where a resource has a version, also for `If-Match`.',
    schema: { type: 'string', pattern: '^"[\\w-]+"$' },
    example: '"3-Zk3bWn0sQf2uHc7yRt5vLg"',
  },
  Location: {
    description: 'The address of the new resource.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/deliveries/5a3d0c1e-8f2b-8c4d-9e6f-7a8b9c0d1e2f',
  },
  'Idempotent-Replayed': {
    description: '`true` if a request with this `Idempotency-Key` took effect before: this is the same response again.',
    schema: { type: 'string', const: 'true' },
  },
  'As-Of': {
    description: 'The time that the response describes; `asOf` in the body.',
    schema: { type: 'string', format: 'date-time' },
  },
  'Retry-After': {
    description: 'The number of seconds to wait before the request is sent again.',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
  RateLimit: {
    description:
      'The limit of which the smallest part is left: `r` requests, and `t` seconds until it is available again (draft-ietf-httpapi-ratelimit-headers-11).',
    schema: { type: 'string' },
    example: '"device";r=87;t=42',
  },
  'RateLimit-Policy': {
    description: 'The limits of the request: `q` requests in a sliding window of `w` seconds.',
    schema: { type: 'string' },
    example: '"device";q=100;w=60, "address";q=5000;w=60, "burst";q=100;w=10',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  'Cache-Control': {
    description: 'How long the response may be cached.',
    schema: { type: 'string' },
    example: 'max-age=5',
  },
  'Content-Language': {
    description: `The language of the texts for people (\`title\`, \`detail\`, and the messages of \`errors\`): ${locales.map((locale) => `\`${locale}\``).join(', ')}.`,
    schema: { type: 'string' },
    example: baseLocale,
  },
  Vary: {
    description: 'The request headers on which the texts for people depend.',
    schema: { type: 'string' },
    example: 'Accept-Language, X-Locale',
  },
  'Set-Cookie': {
    description: 'The session, for browsers: `HttpOnly`, `Secure`, `SameSite=Lax`.',
    schema: { type: 'string' },
  },
} as const;

/** On every response of an operation, if they are known. */
export const quotaHeaderNames = ['RateLimit', 'RateLimit-Policy'] as const;

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
      'An id that the client chooses for the request, which logs and events contain: 1 to 128 letters, digits and `_.:-`. Any other value is replaced.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes it safe to send the request again: with the same key it takes effect once, and the first response is returned again. Use a new key, such as a UUID, for every new request.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` of the version that the client has read, or `*`. If the resource has changed since, the request has no effect and the response is 412 `version-moved-on`.',
    schema: { type: 'string', pattern: '^(\\*|"\\d{1,10}(-[\\w-]{22})?")$' },
    example: '*',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description:
      'The `ETag` of the response that the client has. If the content is still the same, the response is 304.',
    schema: { type: 'string' },
    example: '"3-Zk3bWn0sQf2uHc7yRt5vLg"',
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description:
      'The languages of the client, as browsers send them. The texts of problems are in the first that is supported; without one, in English.',
    schema: { type: 'string' },
    example: 'de-AT,de;q=0.9,en;q=0.5',
  },
  Locale: {
    name: 'X-Locale',
    in: 'header',
    description:
      'The language of the texts of problems, instead of `Accept-Language`: a language tag. Where it is not supported, the language without the region is used, or English.',
    schema: { type: 'string' },
    example: 'fr-CA',
  },
} as const;

/** References to the header parameters of an operation. */
export const headerParametersOf = (definition: HttpDefinition) => {
  const { kind } = definition;
  const idempotent = kind === 'endpoint' ? definition.idempotent : kind !== 'query';
  const names = [
    ...(idempotent ? ['IdempotencyKey'] : []),
    ...(takesVersion(definition) ? ['IfMatch'] : []),
    ...(kind === 'query' ? ['IfNoneMatch'] : []),
    'CorrelationId',
    'AcceptLanguage',
    'Locale',
  ];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` as const }));
};
