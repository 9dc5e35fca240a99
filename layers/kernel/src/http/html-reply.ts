import type { APIGatewayProxyResult } from 'aws-lambda';

/** A page may have forms and styles of its own, and nothing else: no scripts, nothing from elsewhere, in no frame. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A page of HTML. It must not be stored: its URL may be a secret. */
export const htmlReply = (
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult => ({
  statusCode,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy,
    ...headers,
  },
  body,
});
