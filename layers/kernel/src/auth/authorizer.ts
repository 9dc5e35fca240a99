import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import { parameter } from '../access/declared/parameter.ts';
import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import type { Declares } from '../access/open-access.ts';
import { lambda } from '../function.ts';
import { clientOf } from '../http/client/client.ts';
import { lookUps } from '../http/client/places/look-ups.ts';
import { passOn } from '../http/client/places/passed-on.ts';
import { placesOf } from '../http/client/places/places.ts';
import { whoIsRecords } from '../http/client/places/who-is-records.ts';
import { openSystem, type SystemContext } from '../jobs/in-system.ts';
import { sourceKey, sourcesOf } from '../limits/source.ts';
import { countSignal, logger, writeCounts } from '../observability/observe.ts';
import { signalsOf } from '../observability/signals.ts';
import { type Platform, type Role, roles } from '../platform.ts';

/** Issuer of the tokens that the local runtime signs itself. No deployment trusts its keys. */
export const developmentIssuer = 'https://development.waybill.invalid';
export const audience = 'waybill-api';
const skewSeconds = 30;
const lifeSeconds = 15 * 60;
/** Keys are read again after this time, or when a token names an unknown one, at most every ten seconds. */
const keysLiveMs = 5 * 60_000;
const keysRestMs = 10_000;

const id = z.string().regex(/^[\w-]{1,64}$/);
const orgType = z.enum(['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty']);

/** The claims of Waybill's tokens that other code depends on. A user without an organization has no `org`. */
const Claims = z.object({
  sub: z.string().regex(/^[\w.:@-]{1,128}$/),
  orgId: id.nullish(),
  orgType: orgType.nullish(),
  role: z.enum(roles).nullish(),
  fp: z.string().nullish(),
  emulatedOrgId: id.nullish(),
  emulatedOrgType: orgType.nullish(),
  impersonatedBy: z.string().nullish(),
  /** The session that impersonates another user. */
  sid: z.string().nullish(),
});

/** The caller, as API Gateway passes it to the functions: a flat object without absent fields. */
export interface AuthorizerContext {
  readonly sub: string;
  readonly orgId?: string;
  readonly orgType?: string;
  readonly role?: Role;
  readonly fp?: string;
  readonly impersonatedBy?: string;
  readonly emulatedFrom?: string;
  /** Of an API key: its context keys, as a JSON array. API Gateway passes on text and numbers only. */
  readonly contextKeys?: string;
  /** A pseudonym of the client's address, for log lines and the access log. */
  readonly source?: string;
  /** Where the client is, if that is known: see `passOn`. */
  readonly country?: string;
  readonly city?: string;
  /** How many requests an API key may make, if not as many as every other. */
  readonly quotaPerMinute?: number;
  readonly quotaPerDay?: number;
  /** Its requests are not limited. */
  readonly trusted?: boolean;
}

/**
 * The caller that an API key identifies, or that the key is not allowed for this path; `undefined` for an unknown key.
 */
export type KeyHolder = (asked: {
  readonly key: string;
  readonly method: string;
  /** Without base path or stage: `/deliveries/1`. */
  readonly path: string;
}) => Promise<AuthorizerContext | 'not-here' | undefined>;

/** A context's checks of API keys and impersonating sessions. */
export interface ApiKeyVerifier<R = any, W = any, U = any> extends Declares<R, W, U> {
  readonly name: string;
  readonly holder: Opening<R, W, U, KeyHolder>;
  /** Records the use of a key. A failure of this does not refuse the request. */
  readonly used?: Opening<R, W, U, (by: AuthorizerContext) => Promise<void>>;
  /** Whether the session with that id still impersonates; otherwise its tokens are refused. */
  readonly acts?: Opening<R, W, U, (sessionId: string) => Promise<boolean>>;
}

/** Created once for a platform, so it may cache. */
type Opening<R, W, U, Made> = (
  access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>,
  context: SystemContext<Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>>,
) => Made;

/** The public keys that verify tokens. Without them every token is refused. */
const publicKeys = parameter('jwks', { optional: true });

export type AuthorizerDefinition = Declares & { readonly kind: 'authorizer' };

/**
 * `token-expired` and `token-unknown-key` are used only for tokens that are valid otherwise: other refusals give no
 * reason.
 */
export type UnauthorizedCode = 'not-signed-in' | 'token-expired' | 'token-unknown-key';

/** API Gateway returns 401 for exactly this message, and drops the code; the local runtime keeps the code. */
export class Unauthorized extends Error {
  readonly code: UnauthorizedCode;
  constructor(code: UnauthorizedCode = 'not-signed-in') {
    super('Unauthorized');
    this.code = code;
  }
}

/** Identifies the caller: by an RS256 token of Waybill, or by a key that `verifier` knows (`X-Api-Key`). */
export const authorizerWith = <
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
>(
  verifier?: ApiKeyVerifier<R, W, U>,
) => {
  const { reads, writes, uses } = verifier ?? {};
  const definition = {
    kind: 'authorizer',
    reads: { ...reads, sourceKey, publicKeys, whoIsRecords },
    writes,
    uses: { ...uses, lookUps },
  } as AuthorizerDefinition;
  return lambda(definition, (platform: Platform) => {
    const keys = keysByIssuer(platform);
    const made = verifier && openSystem<Access<R, W, U>>(platform, verifier);
    const holder = made && verifier.holder(made.access, made.context);
    const used = made && verifier.used?.(made.access, made.context);
    const acts = made && verifier.acts?.(made.access, made.context);
    const stands = async ({ impersonatedBy, sid }: z.infer<typeof Claims>) =>
      !impersonatedBy || !acts || (Boolean(sid) && (await acts(sid!)));
    const sourceOf = sourcesOf(platform);
    const places = placesOf(platform);
    const answer = async (event: APIGatewayRequestAuthorizerEvent): Promise<AuthorizerContext | 'not-here'> => {
      const key = headerOf(event, 'x-api-key');
      if (!holder || key === undefined || headerOf(event, 'authorization') !== undefined) {
        const claims = await verified(keys, platform, tokenIn(event));
        if (!(await stands(claims))) throw new Unauthorized();
        return contextOf(claims);
      }
      const found = await holder({ key, ...routeOf(event) });
      if (found === undefined) throw new Unauthorized();
      if (found === 'not-here') return found;
      await used?.(found).catch((error) =>
        logger.error('could not record the use of an API key', { reason: nameOf(error) }),
      );
      return found;
    };
    return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
      const { ip, where } = clientOf(event);
      const finding = sourceOf(ip);
      try {
        const found = await answer(event);
        // Only for callers that are known: others cause no lookups.
        const place = found !== 'not-here' && !where.country ? await places.find(ip) : undefined;
        const source = await finding;
        if (found !== 'not-here') return allowed(event, { ...found, ...(source && { source }), ...passOn(place) });
        refused(event, { status: 403, source });
        return denied(source);
      } catch (error) {
        if (error instanceof Unauthorized) refused(event, { status: 401, code: error.code, source: await finding });
        throw error;
      }
    };
  });
};

/**
 * Logs a refused request. API Gateway's access log has no reason for a 401: the reason is logged here, with the
 * request's id.
 */
const refused = (
  { requestContext }: APIGatewayRequestAuthorizerEvent,
  { status, code, source }: { readonly status: number; readonly code?: string; readonly source: string | undefined },
) => {
  const { requestId: request } = requestContext ?? {};
  const about = { ...(code && { code }), ...(request && { request }), ...(source && { source }) };
  logger.warn('refused', { by: 'authorizer', status, ...about });
  for (const signal of signalsOf(status)) countSignal(signal);
  writeCounts();
};

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');

/** Accepts tokens only. */
export const authorizer = authorizerWith();

/** `arn:…:<api>/<stage>/<method>/<path>`: the only place where the path is the same for every domain. */
const routeOf = ({ methodArn }: APIGatewayRequestAuthorizerEvent) => {
  const [, , method = '', ...path] = methodArn.split('/');
  return { method, path: `/${path.join('/')}` };
};

const statement = (Effect: 'Allow' | 'Deny', Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});

const denied = (source: string | undefined): APIGatewayAuthorizerResult => ({
  principalId: 'key',
  policyDocument: statement('Deny', '*'),
  ...(source && { context: { source } }),
});

const allowed = (
  { methodArn }: APIGatewayRequestAuthorizerEvent,
  context: AuthorizerContext,
): APIGatewayAuthorizerResult => ({
  principalId: context.sub,
  policyDocument: statement('Allow', everything(methodArn)),
  context: { ...context },
});

/** Staff that emulates an organization has its auditor's rights there, whatever their own role is. */
const contextOf = ({
  sub,
  orgId,
  orgType,
  role,
  fp,
  emulatedOrgId,
  emulatedOrgType,
  impersonatedBy,
}: z.infer<typeof Claims>): AuthorizerContext => ({
  sub,
  ...(orgId && orgType && role && { orgId, orgType, role }),
  ...(orgId &&
    emulatedOrgId && {
      orgId: emulatedOrgId,
      orgType: emulatedOrgType ?? 'Customer',
      role: 'auditor',
      emulatedFrom: orgId,
    }),
  ...(fp && { fp }),
  ...(impersonatedBy && { impersonatedBy }),
});

/** The policy covers all paths of this API's stage, so a cached policy is valid for each of them. */
const everything = (methodArn: string) => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

const headerOf = ({ headers }: APIGatewayRequestAuthorizerEvent, wanted: string): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];

const tokenIn = (event: APIGatewayRequestAuthorizerEvent): string => {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headerOf(event, 'authorization') ?? '') ?? [];
  if (!token || token.length > 8_192) throw new Unauthorized();
  return token;
};

const verified = async (keysOf: ReturnType<typeof keysByIssuer>, { clock }: Platform, token: string) => {
  try {
    const { iss: issuer = '' } = decodeJwt(token);
    const keys = keysOf(issuer);
    if (!keys) throw new Unauthorized();
    const options = {
      issuer,
      audience,
      algorithms: ['RS256'],
      clockTolerance: skewSeconds,
      maxTokenAge: lifeSeconds,
      currentDate: clock(),
      requiredClaims: ['sub', 'iat', 'exp'],
    };
    const { payload } = await jwtVerify(token, keys, options);
    if (!livesShortly(payload)) throw new Unauthorized();
    return Claims.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Unauthorized('token-expired');
    if (error instanceof errors.JWKSNoMatchingKey) throw new Unauthorized('token-unknown-key');
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw new Unauthorized();
    throw error;
  }
};

const livesShortly = ({ iat = 0, exp = 0 }: JWTPayload) => exp - iat <= lifeSeconds;

/**
 * Each issuer has its own keys: a key of one issuer is not valid for the other. The second issuer exists in the local
 * runtime only.
 */
const keysByIssuer = (platform: Platform) => {
  const { parameters, stage, development, clock, apiUrl } = platform;
  const published = keysOf(clock, async () => {
    const keys = keysIn(await parameters.get(`/waybill/${stage}/jwks`));
    if (!keys.length) logger.error('no signing keys are published: deploy the stage again', { stage });
    return keys;
  });
  const own = keysOf(clock, async () => keysIn(development?.jwks));
  return (issuer: string) => {
    if (issuer === apiUrl()) return published;
    return development?.jwks && issuer === developmentIssuer ? own : undefined;
  };
};

/** The published key that a token names. */
const keysOf = (clock: () => Date, published: () => Promise<JSONWebKeySet['keys']>) => {
  let set: ReturnType<typeof createLocalJWKSet> | undefined;
  let readAt = 0;
  let restMs = 0;
  const read = async () => {
    readAt = clock().getTime();
    const keys = await published();
    // While there is no key yet, read again without delay.
    restMs = keys.length ? keysRestMs : 0;
    set = createLocalJWKSet({ keys });
    return set;
  };
  return async (header: Parameters<ReturnType<typeof createLocalJWKSet>>[0], token: any) => {
    if (!header?.kid) throw new errors.JWSInvalid();
    const kept = set && clock().getTime() - readAt < keysLiveMs ? set : undefined;
    try {
      return await (kept ?? (await read()))(header, token);
    } catch (error) {
      const unknown = error instanceof errors.JWKSNoMatchingKey;
      if (!unknown || !kept || clock().getTime() - readAt < restMs) throw error;
      return (await read())(header, token);
    }
  };
};

const keysIn = (jwks: string | undefined): JSONWebKeySet['keys'] => {
  if (!jwks) return [];
  const { keys } = JSON.parse(jwks) as Partial<JSONWebKeySet>;
  if (!Array.isArray(keys)) throw new errors.JWKSInvalid();
  return keys;
};
