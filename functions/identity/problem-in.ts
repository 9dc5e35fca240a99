import { isAPIError } from '@waybill/auth';
import { Problem } from '@waybill/kernel';

/** What the library says no with, in the house's words; what is not here it should never say to us. */
const known: Readonly<Record<string, readonly [status: number, code: string]>> = {
  INVALID_EMAIL_OR_PASSWORD: [401, 'wrong-credentials'],
  INVALID_USERNAME_OR_PASSWORD: [401, 'wrong-credentials'],
  // An address that nobody has proved is nobody's account, whatever the password.
  EMAIL_NOT_VERIFIED: [401, 'wrong-credentials'],
  INVALID_PASSWORD: [403, 'wrong-password'],
  INVALID_TOKEN: [410, 'link-not-valid'],
  USER_NOT_FOUND: [410, 'link-not-valid'],
  USERNAME_IS_ALREADY_TAKEN: [409, 'username-taken'],
  INVALID_CODE: [401, 'wrong-code'],
  INVALID_BACKUP_CODE: [401, 'wrong-code'],
  INVALID_TWO_FACTOR_COOKIE: [410, 'challenge-not-valid'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [410, 'challenge-not-valid'],
  ACCOUNT_TEMPORARILY_LOCKED: [429, 'too-many-attempts'],
  TOTP_NOT_ENABLED: [409, 'second-factor-not-enrolled'],
  TWO_FACTOR_NOT_ENABLED: [409, 'second-factor-not-enrolled'],
  BACKUP_CODES_NOT_ENABLED: [409, 'second-factor-not-enrolled'],
  TOTP_ALREADY_ENABLED: [409, 'second-factor-enabled-already'],
  SESSION_NOT_FRESH: [403, 'session-not-fresh'],
  SESSION_EXPIRED: [401, 'not-signed-in'],
};

/** Throws the library's error as a problem of ours. */
export const problemIn = (error: unknown): never => {
  if (!isAPIError(error)) throw error;
  const [status, code] = known[(error.body?.code as string | undefined) ?? ''] ?? [];
  if (status === undefined || code === undefined) {
    if (error.statusCode === 401) throw new Problem(401, 'not-signed-in', {}, { 'www-authenticate': 'Bearer' });
    throw error;
  }
  throw new Problem(status, code, code === 'username-taken' ? { field: 'username' } : {}, headers(status));
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

const headers = (status: number): Record<string, string> => (status === 429 ? { 'retry-after': '900' } : {});
