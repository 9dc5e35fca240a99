import { newId, type Platform } from '@waybill/kernel';
import { caller } from '../world.ts';

/** Invokes a function as API Gateway does, as an owner. */
export const ask = async (platform: Platform, fn: any, httpMethod: string, path: object, body?: object) => {
  const answer = await fn.with(platform)(
    {
      httpMethod,
      headers: { 'content-type': 'application/json', 'idempotency-key': newId() },
      pathParameters: path,
      multiValueQueryStringParameters: null,
      body: body ? JSON.stringify(body) : null,
      requestContext: { authorizer: { sub: caller.userId, ...caller, role: 'owner' } },
    },
    {},
  );
  if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.body}`);
  return JSON.parse(answer.body);
};
