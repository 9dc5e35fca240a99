import { type ProblemType, problemUri } from '@waybill/kernel/problems/problem';
import {
  badRequest,
  bodyTooLarge,
  filtered,
  notAllowed,
  notJson,
  notSignedIn,
  overloaded,
  timedOut,
  tooManyRequests,
  unexpected,
  unknownRoute,
} from '@waybill/kernel/problems/problems';
import { constant, origin, responseHeaders } from './cors.ts';

/**
 * The responses of API Gateway itself, by its names for them; `DEFAULT_…` covers all others. They are in English whatever
 * the client asks for: API Gateway's templates cannot choose by a header.
 */
const answers: Readonly<Record<string, ProblemType>> = {
  DEFAULT_4XX: badRequest,
  DEFAULT_5XX: unexpected,
  UNAUTHORIZED: notSignedIn,
  EXPIRED_TOKEN: notSignedIn,
  INVALID_SIGNATURE: notSignedIn,
  INVALID_API_KEY: notSignedIn,
  ACCESS_DENIED: notAllowed,
  WAF_FILTERED: filtered,
  // API Gateway's response type for an undeclared path or method.
  MISSING_AUTHENTICATION_TOKEN: unknownRoute,
  RESOURCE_NOT_FOUND: unknownRoute,
  REQUEST_TOO_LARGE: bodyTooLarge,
  UNSUPPORTED_MEDIA_TYPE: notJson,
  THROTTLED: tooManyRequests,
  QUOTA_EXCEEDED: tooManyRequests,
  INTEGRATION_FAILURE: overloaded,
  INTEGRATION_TIMEOUT: timedOut,
};

const headersOf = (status: number): Record<string, string> => ({
  'Content-Type': constant('application/problem+json'),
  'Content-Language': constant('en-US'),
  'Access-Control-Allow-Origin': constant(origin),
  'Access-Control-Expose-Headers': constant(responseHeaders.join(',')),
  'X-Correlation-Id': 'context.requestId',
  ...(status === 401 && { 'WWW-Authenticate': constant('Bearer') }),
  ...((status === 429 || status === 503) && { 'Retry-After': constant('1') }),
});

const bodyOf = ({ status, code, description }: ProblemType) => ({
  type: problemUri(code),
  title: description,
  status,
  code,
  correlation: '$context.requestId',
});

/** Each in the format of all other problems of Waybill (RFC 9457), readable by browsers of any origin. */
export const gatewayResponses = Object.entries(answers).map(([responseType, problem]) => ({
  responseType,
  statusCode: String(problem.status),
  responseParameters: Object.fromEntries(
    Object.entries(headersOf(problem.status)).map(([name, value]) => [`gatewayresponse.header.${name}`, value]),
  ),
  responseTemplates: { 'application/json': JSON.stringify(bodyOf(problem)) },
}));
