import type { Place } from '../place.ts';

/**
 * A place as the authorizer passes it on to the functions. The city is percent-encoded: what API Gateway does with
 * letters beyond ASCII there is not documented.
 */
export const passOn = ({ country, city }: Place = {}): { readonly country?: string; readonly city?: string } =>
  country === undefined
    ? {}
    : { country, ...(city !== undefined && { city: encodeURIComponent(city.toWellFormed()) }) };

/** The place in an authorizer's context. */
export const passedOn = (context: Readonly<Record<string, unknown>> | null | undefined): Place | undefined => {
  const { country, city } = context ?? {};
  if (typeof country !== 'string') return undefined;
  return { country, ...(typeof city === 'string' && { city: decodeURIComponent(city) }) };
};
