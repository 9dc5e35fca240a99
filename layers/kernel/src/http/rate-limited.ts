import type { APIGatewayProxyEvent } from 'aws-lambda';
import { keyIdOf } from '../auth/standing.ts';
import { type Limiter, limiterOn } from '../limits/rate/limiter.ts';
import { countedFor, type KeyQuota } from '../limits/rate/limits.ts';
import { quotaHeaders } from '../limits/rate/quota.ts';
import type { Platform } from '../platform.ts';
import { Problem } from '../problems/problem.ts';
import { tooManyRequests } from '../problems/problems.ts';
import { clientIn } from './client/client-in.ts';
import type { Answering } from './edge.ts';

/** One for all functions of a process: they have the same clients. */
const limiters = new WeakMap<Platform['rates'], Limiter>();

const limiterOf = (platform: Platform): Limiter => {
  const limiter = limiters.get(platform.rates) ?? limiterOn(platform);
  limiters.set(platform.rates, limiter);
  return limiter;
};

/** Counts every request before anything else is done with it, and refuses those above a limit: 429. */
export const rateLimited = (platform: Platform): Answering => {
  const limiter = limiterOf(platform);
  return {
    before: async ({ event, internal }) => {
      const key = keyIn(event);
      if (key?.isTrusted) return;
      const { quotas, retryAfter } = await limiter(countedFor(clientIn(event, platform), key));
      internal.quotas = quotaHeaders(quotas.filter(({ name }, i) => isKnown(name) || (i === 0 && retryAfter)));
      if (retryAfter !== undefined) throw Problem.of(tooManyRequests({ retryAfter }));
    },
  };
};

/** Clients cannot know how many others are in their city or country: only a refusal names these limits. */
const isKnown = (name: string): boolean => name !== 'city' && name !== 'country';

/** The API key that the authorizer verified. API Gateway passes numbers and booleans on as text. */
const keyIn = ({ requestContext }: APIGatewayProxyEvent): (KeyQuota & { readonly isTrusted: boolean }) | undefined => {
  const { sub, quotaPerMinute, quotaPerDay, trusted } = requestContext?.authorizer ?? {};
  const id = typeof sub === 'string' ? keyIdOf({ userId: sub }) : undefined;
  if (id === undefined) return undefined;
  const number = (value: unknown) => (value === undefined ? undefined : Number(value));
  const isTrusted = trusted === true || trusted === 'true';
  return { id, perMinute: number(quotaPerMinute), perDay: number(quotaPerDay), isTrusted };
};
