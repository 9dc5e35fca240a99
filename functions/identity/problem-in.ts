import { isAPIError } from '@waybill/auth';
import { notSignedIn, Problem, type Refusal, tooManyAttempts } from '@waybill/kernel';
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

/** The problem for each code of the library that a caller can meet. Any other is a failure of ours. */
const known: Readonly<Record<string, () => Refusal>> = {
  INVALID_EMAIL_OR_PASSWORD: wrongCredentials,
  INVALID_USERNAME_OR_PASSWORD: wrongCredentials,
  // An address that nobody has proved is nobody's account, whatever the password.
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

/** Throws the library's error as a problem of ours. */
export const problemIn = (error: unknown): never => {
  if (!isAPIError(error)) throw error;
  const refusal = known[(error.body?.code as string | undefined) ?? ''];
  if (refusal) throw Problem.of(refusal());
  throw error.statusCode === 401 ? Problem.of(notSignedIn()) : error;
};

/** The same, given back. */
export const problemOf = (error: unknown): Problem => {
  try {
    return problemIn(error);
  } catch (said) {
    if (said instanceof Problem) return said;
    throw said;
  }
};
