import { randomUUID } from 'node:crypto';
import { type Caller, type Definition, newId, type Platform } from '@waybill/kernel';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { isDeclared } from '../../support/http/declared.ts';

export const officer: Caller = { userId: newId('officer'), orgId: 'acme', orgType: 'Customer', role: 'officer' };

export interface Asked {
  /** The caller, and the browser that the token is bound to; `null` is an anonymous caller. */
  readonly as?: (Partial<Caller> & { readonly fp?: string }) | null;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string | string[]>;
  /** An object becomes JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly key?: string;
  readonly base64?: boolean;
}

/** The event that API Gateway creates for a request. */
export const requestEvent = ({ as = {}, path, query = {}, body, headers = {}, key, base64 = false }: Asked = {}) => {
  const { userId, ...rest } = { ...officer, ...as };
  const asList = Object.entries(query).map(([name, value]): [string, string[]] => [name, [value].flat()]);
  return {
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(key !== undefined && { 'Idempotency-Key': key }),
      ...headers,
    },
    pathParameters: path ?? null,
    queryStringParameters: asList.length ? Object.fromEntries(asList.map(([name, all]) => [name, all.at(-1)])) : null,
    multiValueQueryStringParameters: asList.length ? Object.fromEntries(asList) : null,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: base64,
    requestContext: as === null ? {} : { authorizer: { sub: userId, ...rest } },
  };
};

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: any;
}

interface Function {
  readonly definition?: Definition;
  readonly with: (platform: Platform) => (event: any, context?: any) => Promise<APIGatewayProxyResult>;
}

/** Calls a function as a client would, through API Gateway. A problem must be one that it declares. */
export const ask = async (platform: Platform, fn: Function, asked: Asked = {}): Promise<Answer> => {
  const { statusCode, headers = {}, body } = await fn.with(platform)(requestEvent(asked));
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const answer = body === '' ? undefined : JSON.parse(body);
  isDeclared(fn.definition, statusCode, answer?.code);
  return { status: statusCode, headers: Object.fromEntries(named), body: answer };
};

/** An envelope for a command without a route. */
export const order = <Input>(input: Input, key: string = randomUUID()) => ({
  input,
  caller: officer,
  key,
  correlationId: 'test',
});
