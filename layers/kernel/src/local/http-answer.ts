import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { Problem, problemBody } from '../problem.ts';

export interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly multiValueHeaders?: Readonly<Record<string, readonly (string | number | boolean)[]>> | undefined;
  readonly body: string | Buffer;
  readonly isBase64Encoded?: boolean | undefined;
}

/** The gateway's own word; what the functions say passes through as it is. */
export const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag,location,x-correlation-id,idempotent-replayed,retry-after,as-of',
};

const preflight: Answer = {
  statusCode: 204,
  headers: {
    ...cors,
    'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS',
    'access-control-allow-headers': 'authorization,content-type,idempotency-key,if-match,x-api-key,x-correlation-id',
    'access-control-max-age': '600',
  },
  body: '',
};

export const preflightAnswer = (): Answer => preflight;

/** The request's own if it is a plain token, else made up. */
export const correlationIn = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();

export const problemAnswer = (problem: Problem, correlation: string): Answer => ({
  statusCode: problem.status,
  headers: { ...cors, ...problem.headers, 'content-type': 'application/problem+json', 'x-correlation-id': correlation },
  body: JSON.stringify(problemBody(problem, correlation)),
});

/** A failure is told to whoever runs us, without what may quote the request; the client only learns that there was one. */
export const failureAnswer = (error: unknown, route: string, correlation: string): Answer => {
  const { name, stack = '' } = error instanceof Error ? error : new Error();
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error([`${route} failed with ${name} (${correlation})`, ...frames.slice(0, 8)].join('\n'));
  return problemAnswer(new Problem(500, 'unexpected'), correlation);
};

export const resultAnswer = ({
  statusCode,
  headers,
  multiValueHeaders,
  body,
  isBase64Encoded,
}: APIGatewayProxyResult): Answer => ({
  statusCode,
  headers,
  multiValueHeaders,
  body: body ?? '',
  isBase64Encoded,
});

export const write = (request: IncomingMessage, response: ServerResponse, answer: Answer): void => {
  const { statusCode, headers = {}, multiValueHeaders = {}, body, isBase64Encoded } = answer;
  const bytes = typeof body === 'string' ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : body;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders)) response.setHeader(name, values.map(String));
  if (statusCode !== 204 && statusCode !== 304) response.setHeader('content-length', bytes.length);
  response.statusCode = statusCode;
  response.end(request.method === 'HEAD' ? undefined : bytes);
};
