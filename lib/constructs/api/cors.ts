/** Any origin is allowed: credentials are in headers, and browsers send no cookies to a server that allows `*`. */
export const origin = '*';
const requestHeaders = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Api-Key',
  'X-Client-Fingerprint',
  'X-Correlation-Id',
  'X-Locale',
];
export const responseHeaders = [
  'ETag',
  'Location',
  'X-Correlation-Id',
  'Idempotent-Replayed',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'As-Of',
];

/** API Gateway takes a constant in single quotes. */
export const constant = (value: string) => `'${value}'`;

/** The response to a CORS preflight request, from API Gateway itself; no Lambda runs. */
export const preflight = (methods: readonly string[]) => {
  const headers: Readonly<Record<string, string>> = {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(','),
    'Access-Control-Allow-Headers': requestHeaders.join(','),
    'Access-Control-Max-Age': '86400',
  };
  const each = <T>(value: (header: string) => T) =>
    Object.fromEntries(Object.keys(headers).map((name) => [`method.response.header.${name}`, value(headers[name]!)]));
  return {
    httpMethod: 'OPTIONS',
    authorizationType: 'NONE',
    integration: {
      type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      integrationResponses: [{ statusCode: '204', responseParameters: each(constant) }],
    },
    methodResponses: [{ statusCode: '204', responseParameters: each(() => true) }],
  };
};
