import { type Claims, claim, release } from '@waybill/kernel';
import { essence } from '../answers/essence.ts';

/** Claims the new value and releases the old one, unless both have the same normalized form. */
export const moveClaim = <Name extends string>(claims: Claims<Name>, from: string, to: string) =>
  essence(from) === essence(to) ? [] : [release(claims, essence(from)), claim(claims, essence(to))];
