import { accounts, secondFactors } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { BackupCodesRenewed } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { backupCode, oneCode, password, totpCode } from '../fields.ts';
import { library } from '../library.ts';
import { postReaches } from '../mail.ts';
import { notify } from '../notify.ts';
import { problemIn } from '../problem-in.ts';
import { secondFactorNotEnrolled, wrongPassword } from '../problems.ts';
import { headersOf } from '../request.ts';
import { proveSecondFactor, proveSecondFactorRefuses } from '../second-factor-proof.ts';
import { spent } from '../spent.ts';
import { streamOf, userStream } from '../streams.ts';
import { tryPassword, tryPasswordReaches, tryPasswordRefuses } from '../try-password.ts';

/** The codes stand in for the second factor: whoever has the password only must not make themselves some. */
export const renewBackupCodes = asPerson({
  summary: 'New codes for the day the authenticator is lost, for the password and a code; the old ones are void',
  route: 'POST /auth/second-factor/backup-codes',
  input: z.strictObject({ password: password(), code: totpCode(), backupCode: backupCode() }).refine(...oneCode),
  output: z.object({ backupCodes: z.array(z.string()) }),

  refuses: [wrongPassword, ...proveSecondFactorRefuses, ...tryPasswordRefuses],
  reaches: [
    ...tryPasswordReaches,
    ...postReaches,
    { to: 'consult', register: accounts },
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: spent },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, unit, platform, person } = request;
    const { user } = person;
    if (!user.twoFactorEnabled) return secondFactorNotEnrolled();
    const { api } = await library(platform);
    const { backupCodes } = await tryPassword(request, async () => {
      const headers = headersOf(request);
      await api.verifyPassword({ body: { password: input.password }, headers }).catch(problemIn);
      await proveSecondFactor(request);
      return api.generateBackupCodes({ body: { password: input.password }, headers }).catch(problemIn);
    });
    unit.tell(streamOf('user', user.id), BackupCodesRenewed({}), user.id);
    await notify(platform, unit, request, user, 'backup-codes-renewed');
    return { body: { backupCodes } };
  },
});
