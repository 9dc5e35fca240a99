import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { Problem } from '../problem.ts';
import {
  type Answer,
  correlationIn,
  failureAnswer,
  preflightAnswer,
  problemAnswer,
  resultAnswer,
  write,
} from './http-answer.ts';
import { type Authorizer, gatekeeper } from './http-authorizer.ts';
import { pourAway, readBody } from './http-body.ts';
import { authorizerEvent, proxyEvent } from './http-event.ts';
import { refuseGarbage } from './http-garbage.ts';
import { lambdaContext } from './lambda-context.ts';
import { listen } from './listen.ts';
import { routes } from './routes.ts';

export interface Endpoint {
  /** As `PUT /deliveries/{deliveryId}/status`. */
  readonly route: string;
  readonly name: string;
  /** Anyone may call it, without a token. */
  readonly open: boolean;
  readonly handler: (event: APIGatewayProxyEvent, context?: any) => Promise<APIGatewayProxyResult>;
}

/** Something only this machine answers, by `GET /path`. */
export type Extras = Readonly<Record<string, (request: IncomingMessage) => Answer | Promise<Answer>>>;

export interface HttpOptions {
  readonly endpoints: readonly Endpoint[];
  readonly authorizer: Authorizer;
  readonly stage: string;
  readonly port?: number;
  readonly basePath?: string;
  readonly extras?: Extras;
}

type Target = { readonly endpoint: Endpoint; readonly context: () => unknown } | { readonly extra: Extras[string] };

/** API Gateway on one machine: turns every request into the event a function expects. */
export const startHttp = async ({
  endpoints,
  authorizer,
  stage,
  port = 0,
  basePath = '/v1',
  extras = {},
}: HttpOptions) => {
  const admit = gatekeeper(authorizer);
  const find = routes<Target>([
    ...endpoints.map((endpoint) => [endpoint.route, { endpoint, context: lambdaContext(endpoint.name) }] as const),
    ...Object.entries(extras).map(([route, extra]) => [route, { extra }] as const),
  ]);

  const respond = async (request: IncomingMessage): Promise<Answer> => {
    if (request.method === 'OPTIONS') return preflightAnswer();
    const [whole = '', search = ''] = split(request.url!);
    const path = whole.startsWith(`${basePath}/`) ? whole.slice(basePath.length).replace(/(.)\/$/, '$1') : undefined;
    const found = path === undefined ? undefined : find(request.method === 'HEAD' ? 'GET' : request.method!, path);
    if (!found || path === undefined) throw new Problem(404, 'not-found');
    if ('allowed' in found) throw new Problem(405, 'method-not-allowed', {}, { allow: allow(found.allowed) });
    if ('extra' in found.target) return found.target.extra(request);

    const { endpoint, context } = found.target;
    const { route, open, handler } = endpoint;
    const resource = route.slice(route.indexOf(' ') + 1);
    const pathParameters = found.parameters.length ? decoded(found.parameters) : null;
    const parts = {
      request,
      stage,
      resource,
      path,
      basePath,
      search,
      pathParameters,
      authorizer: null,
      body: undefined,
    };
    const caller = open ? null : await admit(authorizerEvent(parts));
    const body = await readBody(request);
    return resultAnswer(await handler(proxyEvent({ ...parts, authorizer: caller, body }), context()));
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const correlation = correlationIn(request.headers['x-correlation-id']);
    try {
      write(request, response, await respond(request));
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      const route = `${request.method} ${split(request.url!)[0]}`;
      const problem = error instanceof Problem;
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      write(request, response, problem ? problemAnswer(error, correlation) : failureAnswer(error, route, correlation));
    }
    pourAway(request, response);
  };

  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 60_000 }, serve);
  // Somebody who asks before sending gets the answer instead of the permission.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= 1024 * 1024) response.writeContinue();
    void serve(request, response);
  });
  server.on('clientError', refuseGarbage);
  return listen(server, port);
};

/** Path and query; a proxy's absolute form counts from its path. */
const split = (url: string): [path: string, search: string] => {
  const relative = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = relative.indexOf('?');
  return mark < 0 ? [relative, ''] : [relative.slice(0, mark), relative.slice(mark + 1)];
};

const allow = (methods: readonly string[]) =>
  [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');

const decoded = (parameters: readonly (readonly [name: string, raw: string])[]): Record<string, string> => {
  try {
    return Object.fromEntries(parameters.map(([name, raw]) => [name, decodeURIComponent(raw)]));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new Problem(400, 'malformed-path');
  }
};
