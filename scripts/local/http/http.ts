import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Waited } from '@waybill/kernel/http/edge';
import { Problem } from '@waybill/kernel/problems/problem';
import {
  malformedPath,
  methodNotAllowed,
  unexpected,
  unknownHost,
  unknownRoute,
} from '@waybill/kernel/problems/problems';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { listen } from '../listen.ts';
import {
  type Answer,
  correlationIn,
  preflightAnswer,
  problemAnswer,
  redirectTo,
  resultAnswer,
  sameOriginOnly,
  signed,
  write,
} from './http-answer.ts';
import { type Authorizer, invokeAuthorizer } from './http-authorizer.ts';
import { discardBody, readBody } from './http-body.ts';
import { authorizerEvent, proxyEvent } from './http-event.ts';
import { logAnswer, logFailure } from './http-log.ts';
import { refuseMalformed } from './http-malformed.ts';
import { type Invocation, type Names, type TargetedRequest, targetReader } from './http-target.ts';

export interface Endpoint {
  /** As `PUT /deliveries/{deliveryId}/status`. */
  readonly route: string;
  readonly name: string;
  /** No token is required. */
  readonly open: boolean;
  readonly handler: (event: APIGatewayProxyEvent, context?: Context & Waited) => Promise<APIGatewayProxyResult>;
}

/** Routes of the local runtime only, by `GET /path`: for clients on this machine, and for no page of another origin. */
export type Extras = Readonly<Record<string, (request: IncomingMessage) => Answer | Promise<Answer>>>;

export interface HttpOptions {
  readonly endpoints: readonly Endpoint[];
  readonly authorizer: Authorizer;
  readonly stage: string;
  readonly port?: number;
  readonly basePath?: string;
  readonly extras?: Extras;
  /** The redirect target of `/` and the base path: a path below the base path. */
  readonly home?: string | undefined;
  /** Further host names to accept, besides those of this machine. */
  readonly hosts?: readonly string[] | undefined;
}

/** API Gateway on one machine: turns every request into the event that a function expects. */
export const startHttp = async ({
  endpoints,
  authorizer,
  stage,
  port = 0,
  basePath = '/v1',
  extras = {},
  home,
  hosts,
}: HttpOptions) => {
  const authorize = invokeAuthorizer(authorizer);
  const read = targetReader({ endpoints, extras, basePath, home, hosts });

  const invoke = async ({ endpoint, context }: Invocation, asked: TargetedRequest, names: Names, gone: AbortSignal) => {
    const { route, open, handler } = endpoint;
    const parts = {
      request: asked.request,
      stage,
      resource: route.slice(route.indexOf(' ') + 1),
      path: asked.path!,
      basePath,
      search: asked.search,
      pathParameters: names.length ? decoded(names) : null,
      authorizer: null,
      body: undefined,
    };
    const caller = open ? null : await authorize(authorizerEvent(parts));
    const body = await readBody(asked.request);
    return resultAnswer(await handler(proxyEvent({ ...parts, authorizer: caller, body }), context(gone)));
  };

  const respond = async (asked: TargetedRequest, gone: AbortSignal): Promise<Answer> => {
    const { request, found } = asked;
    if (!asked.isOurs) throw Problem.of(unknownHost({ detail: otherHosts }));
    if (request.method === 'OPTIONS') return preflightAnswer();
    if (asked.isHome) return redirectTo(`${basePath}${home}`);
    if (!found) throw Problem.of(unknownRoute());
    if ('allowed' in found) throw Problem.of(methodNotAllowed(), { allow: allow(found.allowed) });
    if ('extra' in found.target) return found.target.extra(request);
    return invoke(found.target, asked, found.parameters, gone);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const correlation = correlationIn(request.headers['x-correlation-id']);
    const asked = read(request);
    const finish = (answer: Answer) =>
      write(request, response, asked.isForDevelopers ? sameOriginOnly(answer) : answer);
    const about = { method: request.method, route: routeOf(asked), correlation };
    const gone = new AbortController();
    response.once('close', () => response.writableFinished || gone.abort());
    try {
      const answer = await respond(asked, gone.signal);
      finish(signed(answer, correlation));
      // Functions log their responses themselves.
      if (!answer.logged) logAnswer({ ...about, status: answer.statusCode });
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      if (!(error instanceof Problem)) logFailure(error, about);
      const problem = error instanceof Problem ? error : Problem.of(unexpected());
      finish(problemAnswer(problem, correlation));
      logAnswer({ ...about, status: problem.status, code: problem.code });
    }
    discardBody(request, response);
  };

  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 60_000 }, serve);
  // A client that sent `Expect: 100-continue` gets the final response instead.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= 1024 * 1024) response.writeContinue();
    void serve(request, response);
  });
  server.on('clientError', refuseMalformed);
  return listen(server, port);
};

const otherHosts =
  'This system answers to localhost only. To reach it by another name, start it with `npm start -- --host NAME`.';

const routeOf = ({ found }: TargetedRequest): string | undefined =>
  found && 'target' in found && 'endpoint' in found.target ? found.target.endpoint.route : undefined;

const allow = (methods: readonly string[]) =>
  [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');

const decoded = (parameters: Names): Record<string, string> => {
  try {
    return Object.fromEntries(parameters.map(([name, raw]) => [name, decodeURIComponent(raw)]));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw Problem.of(malformedPath());
  }
};
