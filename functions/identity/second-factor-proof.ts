import type { PersonRequest } from './as-person.ts';
import { library } from './library.ts';
import { problemIn } from './problem-in.ts';
import { codeSpent, secondFactorNotEnrolled, wrongCode } from './problems.ts';
import { headersOf } from './request.ts';
import { spendCode } from './spent.ts';

interface Codes {
  readonly code?: string | undefined;
  readonly backupCode?: string | undefined;
}

export const proveSecondFactorRefuses = [wrongCode, codeSpent, secondFactorNotEnrolled] as const;

/** Throws 401 unless somebody who is signed in shows a current code, or a backup code, which is used up. */
export const proveSecondFactor = async (request: PersonRequest<Codes>): Promise<void> => {
  const { input, platform, unit, person } = request;
  const { api } = await library(platform);
  const headers = headersOf(request);
  if (input.code === undefined) {
    await api.verifyBackupCode({ body: { code: input.backupCode!, disableSession: true }, headers }).catch(problemIn);
    return;
  }
  await api.verifyTOTP({ body: { code: input.code }, headers }).catch(problemIn);
  await spendCode(unit, person.user.id, input.code);
};
