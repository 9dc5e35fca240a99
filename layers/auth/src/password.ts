import { createHash } from 'node:crypto';

export type PasswordMistake = 'too-short' | 'too-long' | 'digits-only' | 'date-like' | 'too-common' | 'breached';

const [least, most] = [12, 128];

/** The first rule that a new password breaks; `undefined` for a valid one. Not used at sign-in. */
export const passwordMistake = async (password: string): Promise<PasswordMistake | undefined> => {
  if ([...password].length < least) return 'too-short';
  if ([...password].length > most) return 'too-long';
  if (/^\d+$/.test(password)) return 'digits-only';
  if (/^[\d\s/.-]+$/.test(password)) return 'date-like';
  return (await isCommon(password)) ? 'too-common' : undefined;
};

let common: Promise<ReadonlySet<string>> | undefined;

/** 49,233 common passwords from leaks (zxcvbn-ts), loaded on first use. */
const commonOnes = () => {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return common;
};

/** Most common passwords are short. They are still common when doubled, or with a year and a `!` added. */
const isCommon = async (password: string): Promise<boolean> => {
  const known = await commonOnes();
  const plain = password.toLowerCase();
  const stem = plain.replace(/[\d\W_]+$/, '').replace(/^[\d\W_]+/, '');
  const [, repeated = plain] = /^(.+?)\1+$/.exec(plain) ?? [];
  return [plain, repeated, ...(plain.length - stem.length <= 6 ? [stem] : [])].some(
    (it) => known.has(it) || new Set(it).size <= 2,
  );
};

const breachedAt = 'https://api.pwnedpasswords.com/range/';

/**
 * Whether the password is known from a leak, by the range API of Have I Been Pwned: only the first five characters of
 * its SHA-1 are sent. `false` when the API does not answer within two seconds.
 */
export const isBreached = async (password: string, ask: typeof fetch = fetch): Promise<boolean> => {
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
  try {
    const response = await ask(`${breachedAt}${hash.slice(0, 5)}`, {
      headers: { 'add-padding': 'true', 'user-agent': 'waybill' },
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) return false;
    const lines = (await response.text()).split('\n').map((line) => line.trim().split(':'));
    // Padding has a count of 0.
    return lines.some(([suffix, count]) => suffix === hash.slice(5) && count !== '0');
  } catch (error) {
    // Fail open: users can choose passwords while the API is down.
    if (error instanceof Error && ['TimeoutError', 'TypeError', 'AbortError'].includes(error.name)) return false;
    throw error;
  }
};
