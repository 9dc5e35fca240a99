import { claim, release } from '@waybill/kernel';
import { essence } from './essence.ts';

/** Lets go of the old value and takes hold of the new one, unless they are two spellings of the same. */
export const moveClaim = (kind: string, from: string, to: string) =>
  essence(from) === essence(to) ? [] : [release(kind, essence(from)), claim(kind, essence(to))];
