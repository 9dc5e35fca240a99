export { isAPIError } from 'better-auth/api';
export { endImpersonation, endImpersonationNeeds } from './acting/end-impersonation.ts';
export { impersonation } from './acting/impersonation.ts';
export { type Belonging, memberOf } from './acting/member-of.ts';
export { type Organization, organization } from './acting/organization.ts';
export { organizationOf, type ReadsOrganizations } from './acting/organization-of.ts';
export { sessionStream } from './acting/session-stream.ts';
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
export { activation, workingFor, worksFor } from './session/activation.ts';
export { asNewcomer } from './session/as-newcomer.ts';
export { authSecret } from './session/auth-secret.ts';
export { fingerprintOf } from './session/fingerprint-of.ts';
export { hashPassword, library, libraryNeeds } from './session/library.ts';
export { type Person, person } from './session/person.ts';
export * from './session/problems.ts';
export { headersOf, showsToken } from './session/request.ts';
export { sessionCookie } from './session/session-cookie.ts';
export { webUrl } from './session/web-url.ts';
export { newSigningKey, type SigningKey, signerOf } from './signing-keys.ts';
export { someUsername } from './username.ts';
