/**
 * What loads the credentials library. It is apart from the index, so that a function which only looks up a session by its token
 * is bundled without it: esbuild puts what a module reaches, and what is loaded later, into one chunk.
 */
export { isAPIError } from 'better-auth/api';
export { singleTable } from './adapter.ts';
export { type Auth, type AuthOptions, auth } from './auth.ts';
export { hashPassword, library } from './session/library.ts';
export { newSigningKey, type SigningKey, signerOf } from './signing-keys.ts';
