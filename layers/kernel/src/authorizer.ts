import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import { lambda } from './function.ts';
import { type Platform, roles } from './platform.ts';

export const issuer = 'waybill';
export const audience = 'waybill-api';
const skewSeconds = 30;
const lifeSeconds = 15 * 60;
/** Keys are read again after this time, or when a token names one that is not known, at most every ten seconds. */
const keysLiveMs = 5 * 60_000;
const keysRestMs = 10_000;

const Claims = z.object({
  sub: z.string().regex(/^[\w.:@-]{1,128}$/),
  orgId: z.string().regex(/^[\w-]{1,64}$/),
  orgType: z.enum(['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty']),
  role: z.enum(roles),
});

/** API Gateway makes a 401 of exactly this. */
const unauthorized = () => new Error('Unauthorized');

/** Who asks: an RS256 token of ours, or nobody. */
export const authorizer = lambda({ kind: 'query' as const }, (platform: Platform) => {
  const keys = keysOf(platform);
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const claims = await verified(keys, platform, tokenIn(event));
    return {
      principalId: claims.sub,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: everything(event.methodArn) }],
      },
      context: claims,
    };
  };
});

/** The answer is cached for a token, so it must hold for every path of this API's stage. */
const everything = (methodArn: string) => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

const tokenIn = ({ headers }: APIGatewayRequestAuthorizerEvent): string => {
  const header = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '') ?? [];
  if (!token || token.length > 8_192) throw unauthorized();
  return token;
};

const verified = async (keys: ReturnType<typeof keysOf>, { clock }: Platform, token: string) => {
  try {
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
    if (!livesShortly(payload)) throw unauthorized();
    return Claims.parse(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw unauthorized();
    throw error;
  }
};

const livesShortly = ({ iat = 0, exp = 0 }: JWTPayload) => exp - iat <= lifeSeconds;

/** The key a token names, from the JWKS in the parameters. */
const keysOf = ({ parameters, clock }: Platform) => {
  let set: ReturnType<typeof createLocalJWKSet> | undefined;
  let readAt = 0;
  const read = async () => {
    readAt = clock().getTime();
    const jwks = await parameters.get(process.env.WAYBILL_JWKS_PARAMETER ?? '/waybill/local/jwks');
    set = createLocalJWKSet(jwks ? (JSON.parse(jwks) as JSONWebKeySet) : { keys: [] });
    return set;
  };
  return async (header: Parameters<ReturnType<typeof createLocalJWKSet>>[0], token: any) => {
    if (!header?.kid) throw new errors.JWKSNoMatchingKey();
    const age = clock().getTime() - readAt;
    const known = set && age < keysLiveMs ? set : await read();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || clock().getTime() - readAt < keysRestMs) throw error;
      return (await read())(header, token);
    }
  };
};
