import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import cors from '@middy/http-cors';
import headerNormalizer from '@middy/http-header-normalizer';
import securityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import type { NoThings, Readable, Things } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import { openAccess } from '../access/open-access.ts';
import { isOpen, type RequiredRole, type Route } from '../function.ts';
import { languageFor } from '../languages/language-for.ts';
import { languageHeaders } from '../languages/language-headers.ts';
import { type Budget, reserve, tooMany } from '../limits/budget.ts';
import { sourcesFor } from '../limits/source.ts';
import { count, countSignal, logger, writeCounts } from '../observability/observe.ts';
import { failureOf } from '../observability/reason-of.ts';
import { signalsOf } from '../observability/signals.ts';
import { traced } from '../observability/traced.ts';
import { type Caller, type Platform, roles, ThrottledError } from '../platform.ts';
import { Problem, problemBody, type Refusal } from '../problems/problem.ts';
import {
  emulatingReadsOnly,
  fingerprintMismatch,
  impersonating,
  noActiveOrganization,
  notSignedIn,
  overloaded,
  roleTooLow,
  unexpected,
} from '../problems/problems.ts';
import type { CheckedRoute } from '../write/checked.ts';
import type { Authentication } from './authentication.ts';
import type { Client } from './client/client.ts';
import { clientIn } from './client/client-in.ts';
import { shortDevice } from './client/device.ts';
import { fingerprint } from './client/fingerprint.ts';
import { locate } from './client/places/locate.ts';
import { tookTooLong, whileWanted } from './in-time.ts';
import { inputOf } from './input.ts';
import { rateLimited } from './rate-limited.ts';

export interface HttpSpec<Input extends z.ZodObject, R extends Route = Route> {
  /** What it does, as a heading: a verb and a noun, `List incidents`. */
  readonly summary: string;
  /** What API users should know, in whole sentences. */
  readonly description?: string;
  readonly route: CheckedRoute<R, Input>;
  readonly role: RequiredRole;
  readonly input: Input;
  /**
   * The caller's rights are read from the organization's stream for this request. Otherwise the role in the token is
   * used until the token expires, also after the caller was removed.
   */
  readonly standing?: 'current';
  /** It grants access that outlasts a token: 403 `impersonating` while impersonating. */
  readonly grantsAccess?: true;
  /** For routes with a session: whether it is allowed while emulating or impersonating. By default only reading is. */
  readonly whileActing?: 'emulating' | 'always';
  /** Authenticates the caller, where the role is `person`. */
  readonly as?: Authentication<any>;
  /**
   * The media type of a body that is passed on as text, in the field `body` of the input: what is signed is the text. The
   * `Content-Type` of the request is not checked.
   */
  readonly rawBody?: 'application/json' | 'application/x-www-form-urlencoded' | 'text/plain';
  /**
   * `own`: only `limits` apply, and not those of devices, networks and places. For routes that a few servers call as often
   * as something happens.
   */
  readonly limited?: 'own';
  /** Rate limits. Every route that is open to anyone has at least one. */
  readonly limits?: readonly Limit<z.infer<Input>>[];
  /** A request that works in the demo organization, with ids from `#events/examples`. */
  readonly example?: z.input<NoInfer<Input>>;
}

/** A budget from which each request takes one use. */
export interface Limit<Input = any, R = any> {
  readonly budget: Budget;
  readonly reads?: R;
  /** The key that is counted; `undefined`: this request is not counted. */
  readonly key: (
    request: HttpRequest<Input>,
    access: Access<R, NoThings, NoThings>,
  ) => string | undefined | Promise<string | undefined>;
}

/** Declares a limit whose key depends on what it reads. */
export const limit = <Input, const R extends Things<Readable> = NoThings>(spec: Limit<Input, R>): Limit<Input> => spec;

export interface HttpRequest<Input> extends Client {
  readonly input: Input;
  readonly caller: Caller;
  readonly correlationId: string;
  /** The request id from API Gateway. */
  readonly requestId: string;
  readonly header: (name: string) => string | undefined;
}

/** A JSON response. It must not be stored, unless `headers` allow it: most responses contain personal data. */
export const reply = (
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** Responds with a problem. */
export const refuse = (refusal: Refusal): never => {
  throw Problem.of(refusal);
};

/**
 * The steps between API Gateway and a behaviour, the same for every function: authorization, input validation, error
 * responses.
 */
export const edge = <Input extends z.ZodObject>(
  endpoint: HttpSpec<Input>,
  platform: Platform,
  handle: (request: HttpRequest<z.infer<Input>>) => Promise<APIGatewayProxyResult>,
) => {
  const writes = endpoint.rawBody ? 'text' : 'body';
  const takes = endpoint.route.startsWith('GET ') ? 'query' : writes;
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: marginMs, timeoutEarlyResponse })
    .use(traced())
    .use(securityHeaders(forAnApi))
    .use(
      cors({
        origin: '*',
        exposeHeaders:
          'etag,location,x-correlation-id,idempotent-replayed,retry-after,ratelimit,ratelimit-policy,as-of',
      }),
    )
    .use(headerNormalizer())
    .use(responding(endpoint, platform))
    .use(endpoint.limited === 'own' ? [] : rateLimited(platform))
    .handler(async (event, context: Context & Waited, { signal }) => {
      const caller = authorize(endpoint, event);
      const header = (name: string) => event.headers?.[name];
      const input = await inputOf(endpoint.input, takes, event, () => languageFor(header));
      const correlationId = correlationOf(event);
      const requestId = event.requestContext?.requestId ?? correlationId;
      const request = { input, caller, correlationId, requestId, header, ...clientIn(event, platform) };
      const wanted = context.gone ? AbortSignal.any([signal, context.gone]) : signal;
      return whileWanted(wanted, () => limited(endpoint, platform, request, () => handle(request)));
    });
};

/**
 * This long before Lambda stops the function, the request is answered as timed out; the work stops at its next step.
 */
const marginMs = 500;
const timeoutEarlyResponse = () => {
  throw tookTooLong();
};

/** Added to the context by the local runtime: aborted when the client has disconnected. AWS does not report that. */
export interface Waited {
  readonly gone?: AbortSignal;
}

/** Responds with 429 where a budget is used up. A use that counts failures is given back when the request succeeds. */
const limited = async <Input extends z.ZodObject>(
  { limits = [] }: HttpSpec<Input>,
  platform: Platform,
  request: HttpRequest<z.infer<Input>>,
  handle: () => Promise<APIGatewayProxyResult>,
): Promise<APIGatewayProxyResult> => {
  if (limits.length === 0) return handle();
  const opened = { platform, org: '-', origin: noOrigin };
  const keys = await Promise.all(limits.map(({ key, reads }) => key(request, openAccess({ reads }, opened))));
  const charges = limits.flatMap(({ budget }, i) => (keys[i] === undefined ? [] : [{ budget, key: keys[i] }]));
  const reservation = await reserve(platform, charges);
  if (!reservation.granted) return refuse(tooMany(reservation));
  // A budget that cannot be settled counts as a failure until its window ends: the response is still sent.
  const settle = (outcome: 'succeeded' | 'failed') =>
    reservation
      .settle(outcome)
      .catch((error) => logger.error('could not settle a budget', { reason: failureOf(error) }));
  try {
    const answer = await handle();
    await settle('succeeded');
    return answer;
  } catch (error) {
    await settle(isFailure(error) ? 'failed' : 'succeeded');
    throw error;
  }
};

/** Limits read, and write nothing. */
const noOrigin = () => {
  throw new Error('a limit writes nothing');
};

/** A failed guess: a wrong password, code or link, or an unauthorized access. */
const isFailure = (error: unknown): boolean => error instanceof Problem && [401, 403, 410].includes(error.status);

/** Headers that protect HTML pages do not matter for JSON, and would be longer than most responses. */
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
  /** Headers about its limits. */
  quotas?: Readonly<Record<string, string>>;
};
export type Answering = middy.MiddlewareObj<
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  Error,
  any,
  Asked & Record<string, unknown>
>;

/**
 * Turns any error into a problem, and adds the correlation to every response. The log line has the request's id, which
 * API Gateway and the authorizer log too, and the client's pseudonym and place: found here on open routes, otherwise by
 * the authorizer.
 */
const responding = (
  { route, role }: { readonly route: Route; readonly role: RequiredRole },
  platform: Platform,
): Answering => {
  const sourceOf = sourcesFor(role, platform);
  const sign = async ({ event, response, internal }: Parameters<NonNullable<Answering['after']>>[0]) => {
    if (!response) return;
    const correlation = correlationOf(event);
    const { requestId: request, authorizer } = event.requestContext ?? {};
    response.headers = { ...internal.quotas, ...response.headers, 'x-correlation-id': correlation };
    const source = (await internal.source) ?? authorizer?.source;
    const { device, where } = clientIn(event, platform);
    const about = { ...(request && { request }), ...(source && { source }), device: shortDevice(device), ...where };
    logger.info('answered', { route, status: response.statusCode, correlation, ...about });
    count(`Answered${Math.floor(response.statusCode / 100)}xx`);
    writeCounts();
  };
  return {
    before: async ({ event, internal }) => {
      if (isOpen(role)) await locate(event, platform);
      internal.source = sourceOf(clientIn(event, platform).ip);
    },
    after: sign,
    onError: async (request) => {
      const correlation = correlationOf(request.event);
      const problem = problemIn(request.error);
      if (problem.status >= 500) logger.error('failed', { route, correlation, reason: failureOf(request.error) });
      else logger.debug('refused', { route, correlation, code: problem.code });
      for (const signal of signalsOf(problem.status, problem.code)) countSignal(signal);
      const language = await languageFor((name) => request.event.headers?.[name]);
      request.response = reply(problem.status, problemBody(problem, correlation, language.say), {
        'content-type': 'application/problem+json',
        ...languageHeaders(language),
        ...problem.headers,
      });
      await sign(request);
    },
  };
};

const problemIn = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof ThrottledError) return Problem.of(overloaded());
  return Problem.of(unexpected());
};

/** From the client if it is a plain token, otherwise created once for the request. */
const correlationOf = (event: APIGatewayProxyEvent & { correlation?: string }): string => {
  const given = event.headers?.['x-correlation-id'] ?? event.headers?.['X-Correlation-Id'];
  event.correlation ??= given && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  return event.correlation;
};

const anonymousCaller: Caller = { userId: 'anyone', orgId: '-', orgType: '-', role: 'auditor' };

/** Authorize before validating, so that errors reveal nothing to unauthorized callers. */
const authorize = (
  { role: least, route, grantsAccess }: Pick<HttpSpec<any>, 'role' | 'route' | 'grantsAccess'>,
  event: APIGatewayProxyEvent,
): Caller => {
  if (isOpen(least)) return anonymousCaller;
  const { sub, orgId, orgType, role, fp, impersonatedBy, emulatedFrom, contextKeys } =
    event.requestContext?.authorizer ?? {};
  if (!sub) throw Problem.of(notSignedIn());
  if (fp && fp !== fingerprint(event.headers)) throw Problem.of(fingerprintMismatch());
  if (!orgId) throw Problem.of(noActiveOrganization());
  if (roles.indexOf(role) < roles.indexOf(least)) throw Problem.of(roleTooLow({ role, least }));
  // Emulation is read-only, even where the operation is open to auditors.
  if (emulatedFrom && !route.startsWith('GET ')) throw Problem.of(emulatingReadsOnly());
  if (impersonatedBy && grantsAccess) throw Problem.of(impersonating());
  return {
    userId: sub,
    orgId,
    orgType,
    role,
    ...(impersonatedBy && { impersonatedBy }),
    ...(emulatedFrom && { emulatedFrom }),
    ...(contextKeys && { contextKeys: JSON.parse(contextKeys) }),
  };
};
