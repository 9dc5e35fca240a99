import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { localRegion } from '../region.ts';

export interface Parts {
  readonly request: IncomingMessage;
  readonly stage: string;
  readonly resource: string;
  /** Without the stage's base path. */
  readonly path: string;
  readonly basePath: string;
  readonly search: string;
  readonly pathParameters: Record<string, string> | null;
  readonly authorizer: Record<string, unknown> | null;
  readonly body: Buffer | undefined;
}

/** The event that API Gateway (REST, version 1) creates for a request. */
export const proxyEvent = (parts: Parts): APIGatewayProxyEvent => {
  const { body } = parts;
  const isBase64Encoded = body !== undefined && !isUtf8(body);
  return { ...shared(parts), body: body?.toString(isBase64Encoded ? 'base64' : 'utf8') ?? null, isBase64Encoded };
};

export const authorizerEvent = (parts: Parts): APIGatewayRequestAuthorizerEvent =>
  ({
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:${localRegion}:000000000000:local/${parts.stage}/${parts.request.method}${parts.path}`,
    ...shared(parts),
  }) as unknown as APIGatewayRequestAuthorizerEvent;

const shared = ({ request, stage, resource, path, basePath, search, pathParameters, authorizer }: Parts) => {
  const { headers, multiValueHeaders } = headersOf(request.rawHeaders);
  const { single, multi } = queryOf(search);
  const httpMethod = request.method === 'HEAD' ? 'GET' : request.method!;
  const now = Date.now();
  return {
    resource,
    path,
    httpMethod,
    headers,
    multiValueHeaders,
    queryStringParameters: single,
    multiValueQueryStringParameters: multi,
    pathParameters,
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      resourceId: resource,
      resourcePath: resource,
      path: `${basePath}${path}`,
      stage,
      httpMethod,
      protocol: `HTTP/${request.httpVersion}`,
      requestId: randomUUID(),
      requestTime: new Date(now).toISOString(),
      requestTimeEpoch: now,
      authorizer,
      identity: {
        ...noIdentity,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? null,
      },
    },
  };
};

/** The identity that API Gateway passes on without IAM or Cognito. */
const noIdentity = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/** The last of several values, as in API Gateway. */
const headersOf = (raw: readonly string[]) => {
  const multiValueHeaders: Record<string, string[]> = Object.create(null);
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i < raw.length; i += 2) {
    const [name, value] = [raw[i]!, raw[i + 1]!];
    headers[name] = value;
    multiValueHeaders[name] ??= [];
    multiValueHeaders[name].push(value);
  }
  return { headers: { ...headers }, multiValueHeaders: { ...multiValueHeaders } };
};

const queryOf = (search: string) => {
  if (search === '') return { single: null, multi: null };
  const multi = Map.groupBy(new URLSearchParams(search), ([name]) => name);
  const values = [...multi].map(([name, pairs]) => [name, pairs.map(([, value]) => value)] as const);
  return {
    single: Object.fromEntries(values.map(([name, all]) => [name, all.at(-1)!])),
    multi: Object.fromEntries(values),
  };
};
