import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { Problem } from '../problem.ts';

export type Authorizer = (
  event: APIGatewayRequestAuthorizerEvent,
  context?: any,
) => Promise<APIGatewayAuthorizerResult>;

/** API Gateway remembers an answer for minutes; a moment is enough to save the work and short enough to forget. */
const rememberMs = 5_000;
const mostRemembered = 10_000;

const unauthorized = () => new Problem(401, 'not-signed-in', {}, { 'www-authenticate': 'Bearer' });

/** Asks the authorizer who a token belongs to, as API Gateway does: without a header nobody is asked. */
export const gatekeeper = (authorizer: Authorizer) => {
  const remembered = new Map<string, { until: number; result: Promise<APIGatewayAuthorizerResult> }>();

  const ask = (header: string, event: () => APIGatewayRequestAuthorizerEvent) => {
    const known = remembered.get(header);
    if (known && known.until > Date.now()) return known.result;
    if (remembered.size >= mostRemembered) remembered.clear();
    const result = authorizer(event());
    remembered.set(header, { until: Date.now() + rememberMs, result });
    // Only a yes is remembered.
    result.catch(() => remembered.delete(header));
    return result;
  };

  return async (header: string | undefined, event: () => APIGatewayRequestAuthorizerEvent) => {
    if (!header) throw unauthorized();
    const { principalId, policyDocument, context } = await ask(header, event).catch((error) => {
      throw error instanceof Error && error.message === 'Unauthorized' ? unauthorized() : error;
    });
    if (policyDocument.Statement.some(({ Effect }) => Effect === 'Deny')) throw new Problem(403, 'not-allowed');
    return { ...context, principalId };
  };
};
