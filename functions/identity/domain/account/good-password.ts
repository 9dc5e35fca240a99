import { isBreached, type PasswordMistake, passwordMistake } from '@waybill/auth';
import type { RefusalOf, RequestContext } from '@waybill/kernel';
import { unfitPassword } from '../problems.ts';

const messages: Readonly<Record<PasswordMistake, string>> = {
  'too-short': 'must have at least 12 characters',
  'too-long': 'must have at most 128 characters',
  'digits-only': 'must not be digits only',
  'date-like': 'must not look like a date',
  'too-common': 'is one of the most common passwords',
  breached: 'is known from a leak',
};

/** 400, naming the field, for a new password that is too weak. The local runtime does not check for leaks. */
export const mustBeGood = async (
  password: string,
  field: string,
  { development }: Pick<RequestContext<unknown>, 'development'>,
): Promise<RefusalOf<readonly [typeof unfitPassword]> | undefined> => {
  const mistake =
    (await passwordMistake(password)) ?? (!development && (await isBreached(password)) ? 'breached' : undefined);
  return mistake && unfitPassword({ errors: [{ path: field, message: messages[mistake] }], mistake });
};
