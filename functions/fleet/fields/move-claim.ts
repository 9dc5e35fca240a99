import { type Claims, claim, release } from '@waybill/kernel';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';

/** Claims the new value and releases the old one, unless both have the same normalized form. */
export const moveClaim = <Name extends string>(claims: Claims<Name>, from: string, to: string) =>
  normalizedIdentifier(from) === normalizedIdentifier(to)
    ? []
    : [release(claims, normalizedIdentifier(from)), claim(claims, normalizedIdentifier(to))];
