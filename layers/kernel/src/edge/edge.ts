import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import cors from '@middy/http-cors';
import headerNormalizer from '@middy/http-header-normalizer';
import securityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import type { CheckedRoute } from '../checked.ts';
import { isOpen, type Least, type Route } from '../function.ts';
import { timedOut, whileWanted } from '../in-time.ts';
import { type Caller, Overloaded, roles } from '../platform.ts';
import { Problem, problemBody } from '../problem.ts';
import type { SourceOf } from '../source.ts';
import { fingerprint } from './fingerprint.ts';
import { inputOf } from './input.ts';
import { count, countSignal, logger, writeCounts } from './observe.ts';
import { failureOf } from './reason-of.ts';
import { signalsOf } from './signals.ts';
import { traced } from './traced.ts';

export interface Endpoint<Input extends z.ZodObject, R extends Route = Route> {
  readonly summary: string;
  readonly route: CheckedRoute<R, Input>;
  readonly role: Least;
  readonly input: Input;
  /**
   * The caller's rights are read from the organisation's stream for this request. Without it the role in the token counts
   * for as long as the token lives, also after the caller was removed.
   */
  readonly standing?: 'current';
  /** It changes who has access beyond the life of a token: 403 `impersonating` while the caller acts for somebody else. */
  readonly grantsAccess?: true;
  /**
   * For what takes a session: whether somebody who acts for somebody else may do it. Without it only reading is allowed
   * while emulating or impersonating.
   */
  readonly whileActing?: 'emulating' | 'always';
}

export interface HttpRequest<Input> {
  readonly input: Input;
  readonly caller: Caller;
  readonly correlation: string;
  readonly header: (name: string) => string | undefined;
  /** Where the request comes from, as API Gateway saw it. */
  readonly ip: string | undefined;
}

/** An answer in JSON. It must not be stored, unless `headers` say otherwise: most contain personal data. */
export const reply = (
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** Everything between API Gateway and a behaviour, the same for every function: who asks, what for, and what to say when it goes wrong. */
export const edge = <Input extends z.ZodObject>(
  endpoint: Endpoint<Input> & { readonly sourceOf?: SourceOf },
  handle: (request: HttpRequest<z.infer<Input>>) => Promise<APIGatewayProxyResult>,
) => {
  const takes = endpoint.route.startsWith('GET ') ? 'query' : 'body';
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: marginMs, timeoutEarlyResponse })
    .use(traced())
    .use(securityHeaders(forAnApi))
    .use(cors({ origin: '*', exposeHeaders: 'etag,location,x-correlation-id,idempotent-replayed,retry-after,as-of' }))
    .use(headerNormalizer())
    .use(answered(endpoint))
    .handler(async (event, context: Context & Waited, { signal }) => {
      const caller = admit(endpoint, event);
      const input = inputOf(endpoint.input, takes, event);
      const correlation = correlationOf(event);
      const ip = event.requestContext?.identity?.sourceIp;
      const wanted = context.gone ? AbortSignal.any([signal, context.gone]) : signal;
      return whileWanted(wanted, () =>
        handle({ input, caller, correlation, header: (name) => event.headers?.[name], ip }),
      );
    });
};

/** So long before Lambda ends the function it says that the time is up; what it has begun then stops at its next step. */
const marginMs = 500;
const timeoutEarlyResponse = () => {
  throw timedOut();
};

/** What the local runtime adds to the context: aborted when the client has gone away. On AWS nobody can tell. */
export interface Waited {
  readonly gone?: AbortSignal;
}

/** What protects pages says nothing to those who read JSON, and would be longer than most answers. */
const forAnApi = {
  contentSecurityPolicy: false,
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  dnsPrefetchControl: false,
  downloadOptions: false,
  originAgentCluster: false,
  permissionsPolicy: false,
  permittedCrossDomainPolicies: false,
  reportingEndpoints: false,
  reportTo: false,
};

type Asked = {
  /** See `sourcesOf`. */
  source?: Promise<string | undefined> | undefined;
};
type Answering = middy.MiddlewareObj<
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  Error,
  any,
  Asked & Record<string, unknown>
>;

/**
 * Turns whatever was thrown into a problem, and signs every answer with its correlation. The log line has the request's id,
 * which API Gateway and the authorizer log too, and the client's pseudonym: computed here on open routes, else the authorizer's.
 */
const answered = ({ route, sourceOf }: { readonly route: Route; readonly sourceOf?: SourceOf }): Answering => {
  const sign = async ({ event, response, internal }: Parameters<NonNullable<Answering['after']>>[0]) => {
    if (!response) return;
    const correlation = correlationOf(event);
    const { requestId: request, authorizer } = event.requestContext ?? {};
    response.headers = { ...response.headers, 'x-correlation-id': correlation };
    const source = (await internal.source) ?? authorizer?.source;
    const about = { ...(request && { request }), ...(source && { source }) };
    logger.info('answered', { route, status: response.statusCode, correlation, ...about });
    count(`Answered${Math.floor(response.statusCode / 100)}xx`);
    writeCounts();
  };
  return {
    before: ({ event, internal }) => {
      internal.source = sourceOf?.(event.requestContext?.identity?.sourceIp);
    },
    after: sign,
    onError: async (request) => {
      const correlation = correlationOf(request.event);
      const problem = problemIn(request.error);
      if (problem.status >= 500) logger.error('failed', { route, correlation, reason: failureOf(request.error) });
      else logger.debug('refused', { route, correlation, code: problem.code });
      for (const signal of signalsOf(problem.status, problem.code)) countSignal(signal);
      request.response = reply(problem.status, problemBody(problem, correlation), {
        'content-type': 'application/problem+json',
        ...problem.headers,
      });
      await sign(request);
    },
  };
};

const problemIn = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof Overloaded) return new Problem(503, 'overloaded', {}, { 'retry-after': '1' });
  return new Problem(500, 'unexpected');
};

/** Given by the client if it is a plain token, else made once for the request. */
const correlationOf = (event: APIGatewayProxyEvent & { correlation?: string }): string => {
  const given = event.headers?.['x-correlation-id'] ?? event.headers?.['X-Correlation-Id'];
  event.correlation ??= given && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  return event.correlation;
};

const nobody: Caller = { userId: 'anyone', orgId: '-', orgType: '-', role: 'auditor' };

/** Who is asking is settled before anything is said about what they ask. */
const admit = (
  { role: least, route, grantsAccess }: Pick<Endpoint<any>, 'role' | 'route' | 'grantsAccess'>,
  event: APIGatewayProxyEvent,
): Caller => {
  if (isOpen(least)) return nobody;
  const { sub, orgId, orgType, role, fp, impersonatedBy, emulatedFrom } = event.requestContext?.authorizer ?? {};
  if (!sub) throw new Problem(401, 'not-signed-in', {}, bearer);
  if (fp && fp !== fingerprint(event.headers)) throw new Problem(401, 'fingerprint-mismatch', {}, bearer);
  if (!orgId) throw new Problem(403, 'no-active-organization');
  if (roles.indexOf(role) < roles.indexOf(least)) throw new Problem(403, 'role-too-low', { role, least });
  // Whoever looks at another organisation changes nothing there, whatever may be open to its auditors.
  if (emulatedFrom && !route.startsWith('GET ')) throw new Problem(403, 'emulating-reads-only');
  if (impersonatedBy && grantsAccess) throw new Problem(403, 'impersonating');
  return {
    userId: sub,
    orgId,
    orgType,
    role,
    ...(impersonatedBy && { impersonatedBy }),
    ...(emulatedFrom && { emulatedFrom }),
  };
};

const bearer = { 'www-authenticate': 'Bearer' };
