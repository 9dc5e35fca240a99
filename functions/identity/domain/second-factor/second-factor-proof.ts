import { headersOf, libraryNeeds, type Person, secondFactors } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { type AccessOf, declares, isRefusal, type Refusal, type RequestContext } from '@waybill/kernel';
import { libraryRefusal } from '../library-refusal.ts';
import { codeSpent, secondFactorNotEnrolled, wrongCode } from '../problems.ts';
import { spendCode, spent } from './spent.ts';

interface Codes {
  readonly code?: string | undefined;
  readonly backupCode?: string | undefined;
}

export const proveSecondFactorNeeds = declares({ reads: libraryNeeds.reads, writes: { secondFactors, spent } });
export const proveSecondFactorRefuses = [wrongCode, codeSpent, secondFactorNotEnrolled] as const;

/** Checks and uses up the current code of a signed-in user, or a backup code. 401 for a wrong one. */
export const proveSecondFactor = async (
  { code, backupCode }: Codes,
  access: AccessOf<typeof proveSecondFactorNeeds>,
  context: RequestContext<Person>,
): Promise<Refusal | undefined> => {
  const { api } = await library(access);
  const headers = headersOf(context);
  const proved =
    code === undefined
      ? await api.verifyBackupCode({ body: { code: backupCode!, disableSession: true }, headers }).catch(libraryRefusal)
      : await api.verifyTOTP({ body: { code }, headers }).catch(libraryRefusal);
  if (isRefusal(proved)) return proved;
  return code === undefined ? undefined : spendCode(access, context.person.user.id, code, context.now);
};
