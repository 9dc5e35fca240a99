export { isAPIError } from 'better-auth/api';
export { keptToken, singleTable } from './adapter.ts';
export {
  type Auth,
  type AuthOptions,
  auth,
  linksLiveSeconds,
  sessionsLiveSeconds,
  shortSessionsLiveSeconds,
} from './auth.ts';
export { accounts, type Session, secondFactors, sessions, type User, users, verifications } from './models.ts';
export { isBreached, type PasswordMistake, passwordMistake } from './password.ts';
export { hashOf, isSecretOf, newSecret } from './secret.ts';
export { newSigningKey, type SigningKey, signerOf } from './signing-keys.ts';
export { someUsername } from './username.ts';
