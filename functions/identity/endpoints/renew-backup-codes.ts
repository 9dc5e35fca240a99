import { accounts, secondFactors } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { BackupCodesRenewed } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { backupCode, backupCodes, oneCode, password, totpCode } from '../fields.ts';
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
  summary: 'Renew the backup codes',
  description:
    'Takes the password, and a code of the authenticator or a backup code. The old backup codes open nothing any more.',
  route: 'POST /auth/second-factor/backup-codes',
  input: z
    .strictObject({
      password: password().describe('The password of the account.'),
      code: totpCode(),
      backupCode: backupCode(),
    })
    .refine(...oneCode),
  example: { password: 'violet tram under rain', code: '314159' },
  output: z.object({ backupCodes: backupCodes() }),

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
