import { isBreached, passwordMistake } from '@waybill/auth';
import type { RefusalOf, RequestContext } from '@waybill/kernel';
import { unfitPassword } from '../problems.ts';
import { passwordMessages } from './password-messages.ts';

/** 400, naming the field, for a new password that is too weak. The local runtime does not check for leaks. */
export const mustBeGood = async (
  password: string,
  field: string,
  { development }: Pick<RequestContext<unknown>, 'development'>,
): Promise<RefusalOf<readonly [typeof unfitPassword]> | undefined> => {
  const mistake =
    (await passwordMistake(password)) ?? (!development && (await isBreached(password)) ? 'breached' : undefined);
  return mistake && unfitPassword({ errors: [{ path: field, message: passwordMessages[mistake] }], mistake });
};
