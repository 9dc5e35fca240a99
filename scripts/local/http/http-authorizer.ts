import { Unauthorized, type UnauthorizedCode } from '@waybill/kernel/auth/authorizer';
import { Problem, type Refusal } from '@waybill/kernel/problems/problem';
import { notAllowed, notSignedIn, tokenExpired, tokenUnknownKey } from '@waybill/kernel/problems/problems';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';

export type Authorizer = (
  event: APIGatewayRequestAuthorizerEvent,
  context?: Context,
) => Promise<APIGatewayAuthorizerResult>;

/** Invokes the authorizer, as API Gateway does: for each request, because a key may be revoked at any time. */
export const invokeAuthorizer = (authorizer: Authorizer) => async (event: APIGatewayRequestAuthorizerEvent) => {
  const { principalId, policyDocument, context } = await authorizer(event).catch((error) => {
    throw error instanceof Error && error.message === 'Unauthorized' ? unauthorized(error) : error;
  });
  if (policyDocument.Statement.some(({ Effect }) => Effect === 'Deny')) throw Problem.of(notAllowed());
  return { ...context, principalId };
};

/** API Gateway drops all but the message and responds `not-signed-in`; here the authorizer's code is returned. */
const unauthorized = (error: Error): Problem =>
  Problem.of(problems[error instanceof Unauthorized ? error.code : 'not-signed-in']());

const problems: Readonly<Record<UnauthorizedCode, () => Refusal>> = {
  'not-signed-in': notSignedIn,
  'token-expired': () => tokenExpired({ detail: 'Tokens are valid for 15 minutes. Get a new one.' }),
  'token-unknown-key': () =>
    tokenUnknownKey({
      detail: 'The token is signed with a key that this system does not know. Was it made with another data directory?',
    }),
};
