import { constant, origin, responseHeaders } from './cors.ts';

/** The responses of API Gateway itself, by its names for them; `DEFAULT_…` covers all others. */
const answers: Readonly<Record<string, readonly [status: number, code: string]>> = {
  DEFAULT_4XX: [400, 'bad-request'],
  DEFAULT_5XX: [500, 'unexpected'],
  UNAUTHORIZED: [401, 'not-signed-in'],
  EXPIRED_TOKEN: [401, 'not-signed-in'],
  INVALID_SIGNATURE: [401, 'not-signed-in'],
  INVALID_API_KEY: [401, 'not-signed-in'],
  ACCESS_DENIED: [403, 'not-allowed'],
  WAF_FILTERED: [403, 'not-allowed'],
  // API Gateway's response type for an undeclared path or method.
  MISSING_AUTHENTICATION_TOKEN: [404, 'not-found'],
  RESOURCE_NOT_FOUND: [404, 'not-found'],
  REQUEST_TOO_LARGE: [413, 'body-too-large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'not-json'],
  THROTTLED: [429, 'too-many-requests'],
  QUOTA_EXCEEDED: [429, 'too-many-requests'],
  INTEGRATION_FAILURE: [503, 'overloaded'],
  INTEGRATION_TIMEOUT: [504, 'timed-out'],
};

const headersOf = (status: number): Record<string, string> => ({
  'Content-Type': constant('application/problem+json'),
  'Access-Control-Allow-Origin': constant(origin),
  'Access-Control-Expose-Headers': constant(responseHeaders.join(',')),
  'X-Correlation-Id': 'context.requestId',
  ...(status === 401 && { 'WWW-Authenticate': constant('Bearer') }),
  ...((status === 429 || status === 503) && { 'Retry-After': constant('1') }),
});

const problem = (status: number, code: string) => {
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
  return { type: `urn:waybill:problem:${code}`, title, status, code, correlation: '$context.requestId' };
};

/** Each in the format of all other problems of Waybill (RFC 9457), readable by browsers of any origin. */
export const gatewayResponses = Object.entries(answers).map(([responseType, [status, code]]) => ({
  responseType,
  statusCode: String(status),
  responseParameters: Object.fromEntries(
    Object.entries(headersOf(status)).map(([name, value]) => [`gatewayresponse.header.${name}`, value]),
  ),
  responseTemplates: { 'application/json': JSON.stringify(problem(status, code)) },
}));
