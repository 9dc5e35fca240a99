import { hashOf } from '../secret.ts';

/** A session's token is stored as a hash, so table contents cannot be used to sign in. */
export const keptToken = hashOf;
