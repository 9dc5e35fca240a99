import { isBreached, type PasswordMistake, passwordMistake } from '@waybill/auth';
import { type Platform, Problem } from '@waybill/kernel';
import { unfitPassword } from './problems.ts';

const says: Readonly<Record<PasswordMistake, string>> = {
  'too-short': 'must have at least 12 characters',
  'too-long': 'must have at most 128 characters',
  'digits-only': 'must not be digits only',
  'date-like': 'must not look like a date',
  'too-common': 'is among those that everybody tries first',
  breached: 'is known from a leak',
};

/** Throws 400 that names the field, for a password that somebody chooses. In the local runtime no leak is asked about. */
export const mustBeGood = async (
  password: string,
  field: string,
  { development }: Pick<Platform, 'development'>,
): Promise<void> => {
  const mistake =
    (await passwordMistake(password)) ?? (!development && (await isBreached(password)) ? 'breached' : undefined);
  if (mistake) throw Problem.of(unfitPassword({ errors: [{ path: field, message: says[mistake] }], mistake }));
};
