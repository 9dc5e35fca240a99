import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { Unauthorized, type UnauthorizedCode } from '../authorizer.ts';
import { Problem } from '../problem.ts';

export type Authorizer = (
  event: APIGatewayRequestAuthorizerEvent,
  context?: any,
) => Promise<APIGatewayAuthorizerResult>;

/** Asks the authorizer who is there, as API Gateway does: each time, for a key is good until the moment it is not. */
export const gatekeeper = (authorizer: Authorizer) => async (event: APIGatewayRequestAuthorizerEvent) => {
  const { principalId, policyDocument, context } = await authorizer(event).catch((error) => {
    throw error instanceof Error && error.message === 'Unauthorized' ? unauthorized(error) : error;
  });
  if (policyDocument.Statement.some(({ Effect }) => Effect === 'Deny')) throw new Problem(403, 'not-allowed');
  return { ...context, principalId };
};

/** API Gateway drops everything but the message and answers `not-signed-in`; here the authorizer's code is passed on. */
const unauthorized = (error: Error): Problem => {
  const code = error instanceof Unauthorized ? error.code : 'not-signed-in';
  return new Problem(401, code, details[code], { 'www-authenticate': 'Bearer' });
};

const details: Readonly<Record<UnauthorizedCode, Readonly<Record<string, unknown>>>> = {
  'not-signed-in': {},
  'token-expired': { detail: 'Tokens are valid for 15 minutes. Get a new one.' },
  'token-unknown-key': {
    detail: 'The token is signed with a key that this system does not know. Was it made with another data directory?',
  },
};
