import { publicAddress } from '@waybill/kernel/http/client/places/public-address';
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import type { WhoIsFacts } from './who-is-facts.ts';
import type { WhoIsSource } from './who-is-source.ts';

/** After so many failures in a row the provider is not asked for that long; then one lookup tries again. */
const failures = 5;
const restMs = 30_000;

export type WhoIsAnswer =
  | { readonly outcome: 'found'; readonly ip: string; readonly facts: WhoIsFacts }
  /** The provider knows nothing about it, or it is not a public address. */
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'unavailable'; readonly reason: string };

/**
 * Looks up addresses, and never throws. Simultaneous lookups of one address are one request, and a provider that fails
 * is left alone for a while, for each container by itself.
 */
export const whoIs = (source: WhoIsSource) => {
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  const inFlight = new Map<string, Promise<WhoIsAnswer>>();

  const lookUp = async (ip: string): Promise<WhoIsAnswer> => {
    try {
      const facts = await breaker.execute(() => source(ip));
      return facts ? { outcome: 'found', ip, facts } : { outcome: 'unknown' };
    } catch (error) {
      return { outcome: 'unavailable', reason: isBrokenCircuitError(error) ? 'resting' : reasonOf(error) };
    } finally {
      inFlight.delete(ip);
    }
  };

  return {
    lookUp: async (text: string): Promise<WhoIsAnswer> => {
      const ip = publicAddress(text);
      if (ip === undefined) return { outcome: 'unknown' };
      const looking = inFlight.get(ip) ?? lookUp(ip);
      inFlight.set(ip, looking);
      return looking;
    },
    isResting: () => breaker.state === CircuitState.Open,
  };
};

/** The kind of failure. A message may contain the address. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'failed');
