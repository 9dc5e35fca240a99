import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { type Problem, problemBody } from '@waybill/kernel/problems/problem';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { minimumCompressionSize } from '#lib/constructs/api/compression';

export interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly multiValueHeaders?: Readonly<Record<string, readonly (string | number | boolean)[]>> | undefined;
  /** A stream is sent as it arrives, and destroyed when the client disconnects. */
  readonly body: string | Buffer | Readable;
  readonly isBase64Encoded?: boolean | undefined;
  /** The response came from a function. */
  readonly logged?: boolean;
}

/** A response of the gateway itself; responses of functions pass through unchanged. */
export const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'etag,location,x-correlation-id,idempotent-replayed,retry-after,ratelimit,ratelimit-policy,as-of',
};

export const preflightAnswer = (): Answer => ({
  statusCode: 204,
  headers: {
    ...cors,
    'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS',
    'access-control-allow-headers':
      'authorization,content-type,idempotency-key,if-match,if-none-match,x-api-key,x-client-fingerprint,x-correlation-id,x-locale',
    'access-control-max-age': '600',
  },
  body: '',
});

export const redirectTo = (location: string): Answer => ({ statusCode: 302, headers: { location }, body: '' });

/** For clients on this machine, and for no page of another origin. */
export const sameOriginOnly = ({ headers = {}, multiValueHeaders = {}, ...answer }: Answer): Answer => ({
  ...answer,
  headers: {
    ...withoutCors(headers),
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  },
  multiValueHeaders: withoutCors(multiValueHeaders),
});

const withoutCors = <Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^access-control-/i.test(name)));

/** The request's own correlation id if it is a plain token, otherwise a new one. */
export const correlationIn = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();

/** A problem of the gateway itself: in English, like those of API Gateway. */
export const problemAnswer = (problem: Problem, correlation: string): Answer => ({
  statusCode: problem.status,
  headers: {
    ...cors,
    ...problem.headers,
    'content-type': 'application/problem+json',
    'content-language': 'en-US',
    'x-correlation-id': correlation,
  },
  body: JSON.stringify(problemBody(problem, correlation)),
});

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
  logged: true,
});

/** Adds the correlation id if it is missing. */
export const signed = (answer: Answer, correlation: string): Answer => {
  const isSigned = Object.keys(answer.headers ?? {}).some((name) => name.toLowerCase() === 'x-correlation-id');
  return isSigned ? answer : { ...answer, headers: { ...answer.headers, 'x-correlation-id': correlation } };
};

export const write = (request: IncomingMessage, response: ServerResponse, answer: Answer): void => {
  const { statusCode, headers = {}, multiValueHeaders = {}, body, isBase64Encoded } = answer;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders)) response.setHeader(name, values.map(String));
  response.statusCode = statusCode;
  if (body instanceof Readable) {
    stream(request, response, body);
    return;
  }
  const plain = typeof body === 'string' ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : body;
  const isCompressed = plain.length >= minimumCompressionSize && acceptsGzip(request);
  const bytes = isCompressed ? gzipSync(plain) : plain;
  if (isCompressed) response.setHeader('content-encoding', 'gzip');
  if (statusCode !== 204 && statusCode !== 304) response.setHeader('content-length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
};

/** Whether `Accept-Encoding` names gzip, and not with the weight 0. */
const acceptsGzip = ({ headers }: IncomingMessage): boolean =>
  String(headers['accept-encoding'] ?? '')
    .split(',')
    .some((one) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/i.test(one));

const stream = (request: IncomingMessage, response: ServerResponse, body: Readable): void => {
  if (request.method === 'HEAD') {
    body.destroy();
    response.end();
    return;
  }
  response.flushHeaders();
  // Either side may close the connection at any time; a response that has begun cannot be changed.
  pipeline(body, response).catch(() => response.destroy());
};
