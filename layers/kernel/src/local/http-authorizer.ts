import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { Problem } from '../problem.ts';

export type Authorizer = (
  event: APIGatewayRequestAuthorizerEvent,
  context?: any,
) => Promise<APIGatewayAuthorizerResult>;

const unauthorized = () => new Problem(401, 'not-signed-in', {}, { 'www-authenticate': 'Bearer' });

/** Asks the authorizer who is there, as API Gateway does: each time, for a key is good until the moment it is not. */
export const gatekeeper = (authorizer: Authorizer) => async (event: APIGatewayRequestAuthorizerEvent) => {
  const { principalId, policyDocument, context } = await authorizer(event).catch((error) => {
    throw error instanceof Error && error.message === 'Unauthorized' ? unauthorized() : error;
  });
  if (policyDocument.Statement.some(({ Effect }) => Effect === 'Deny')) throw new Problem(403, 'not-allowed');
  return { ...context, principalId };
};
