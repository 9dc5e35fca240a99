import { isAPIError } from '@waybill/auth/library';
import { notSignedIn, type Refusal, tooManyAttempts } from '@waybill/kernel';
import {
  challengeNotValid,
  linkNotValid,
  secondFactorEnabledAlready,
  secondFactorNotEnrolled,
  usernameTaken,
  wrongCode,
  wrongCredentials,
  wrongPassword,
} from './problems.ts';

/** How long the library locks an account after too many wrong codes. */
const lockedSeconds = 900;

/**
 * The refusal for each error code of the library that a client can cause. Any other error is a failure of the server.
 */
const known: Readonly<Record<string, () => Refusal>> = {
  INVALID_EMAIL_OR_PASSWORD: wrongCredentials,
  INVALID_USERNAME_OR_PASSWORD: wrongCredentials,
  // An account whose address is not verified is refused like an unknown one, whatever the password.
  EMAIL_NOT_VERIFIED: wrongCredentials,
  INVALID_PASSWORD: wrongPassword,
  INVALID_TOKEN: linkNotValid,
  USER_NOT_FOUND: linkNotValid,
  USERNAME_IS_ALREADY_TAKEN: () => usernameTaken({ field: 'username' }),
  INVALID_CODE: wrongCode,
  INVALID_BACKUP_CODE: wrongCode,
  INVALID_TWO_FACTOR_COOKIE: challengeNotValid,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: challengeNotValid,
  ACCOUNT_TEMPORARILY_LOCKED: () => tooManyAttempts({ retryAfter: lockedSeconds }),
  TOTP_NOT_ENABLED: secondFactorNotEnrolled,
  TWO_FACTOR_NOT_ENABLED: secondFactorNotEnrolled,
  BACKUP_CODES_NOT_ENABLED: secondFactorNotEnrolled,
  TOTP_ALREADY_ENABLED: secondFactorEnabledAlready,
  SESSION_EXPIRED: notSignedIn,
};

/** For `catch`: the refusal for an error of the library. Rethrows any other error. */
export const libraryRefusal = (error: unknown): Refusal => {
  if (!isAPIError(error)) throw error;
  const refusal = known[(error.body?.code as string | undefined) ?? ''];
  if (refusal) return refusal();
  if (error.statusCode === 401) return notSignedIn();
  throw error;
};
