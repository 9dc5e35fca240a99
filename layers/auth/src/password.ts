import { createHash } from 'node:crypto';

export type PasswordMistake = 'too-short' | 'too-long' | 'digits-only' | 'date-like' | 'too-common' | 'breached';

const [least, most] = [12, 128];

/** What is wrong with a password that somebody wants to have: the first thing, or nothing. Never asked when signing in. */
export const passwordMistake = async (password: string): Promise<PasswordMistake | undefined> => {
  if ([...password].length < least) return 'too-short';
  if ([...password].length > most) return 'too-long';
  if (/^\d+$/.test(password)) return 'digits-only';
  if (/^[\d\s/.-]+$/.test(password)) return 'date-like';
  return (await isCommon(password)) ? 'too-common' : undefined;
};

let common: Promise<ReadonlySet<string>> | undefined;

/** The common ones: 49,233 from leaks (zxcvbn-ts), loaded when somebody first asks. */
const commonOnes = () => {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return common;
};

/** Most common passwords are short: nobody makes one a good one by doubling it, or by hanging a year and a `!` on it. */
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
 * Whether the password is known from a leak, by the range API of Have I Been Pwned: five characters of its SHA-1 leave the
 * house, and nothing else. Who cannot be reached within two seconds is not waited for: `false`.
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
    // Padding is told from the real ones by a count of 0.
    return lines.some(([suffix, count]) => suffix === hash.slice(5) && count !== '0');
  } catch (error) {
    // Fail open: a register that is down must not keep people out.
    if (error instanceof Error && ['TimeoutError', 'TypeError', 'AbortError'].includes(error.name)) return false;
    throw error;
  }
};
