import { accounts, headersOf, libraryNeeds, person } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { BackupCodesRenewed } from '#events/identity';
import { backupCode, backupCodes, oneCode, password, totpCode } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { postNeeds } from '../../domain/mail/mail.ts';
import { notify } from '../../domain/mail/notify.ts';
import { secondFactorNotEnrolled, wrongPassword } from '../../domain/problems.ts';
import {
  proveSecondFactor,
  proveSecondFactorNeeds,
  proveSecondFactorRefuses,
} from '../../domain/second-factor/second-factor-proof.ts';
import { tryPassword, tryPasswordNeeds, tryPasswordRefuses } from '../../domain/sign-in/try-password.ts';
import { userStream } from '../../domain/streams.ts';

/** Backup codes replace the second factor, so the password alone is not enough to make new ones. */
export const renewBackupCodes = endpoint({
  summary: 'Renew the backup codes',
  description:
    'Takes the password, and a code of the authenticator or a backup code. The old backup codes become invalid.',
  route: 'POST /auth/second-factor/backup-codes',
  role: 'person',
  as: person,
  input: z
    .strictObject({
      password: password().describe('The password of the account.'),
      code: totpCode(),
      backupCode: backupCode(),
    })
    .refine(...oneCode),
  example: { password: 'violet tram under rain', code: '314159' },
  output: z.object({ backupCodes: backupCodes() }),
  reads: { ...libraryNeeds.reads, accounts },
  writes: { ...proveSecondFactorNeeds.writes, ...postNeeds.writes, userStream },
  uses: { ...tryPasswordNeeds.uses, ...postNeeds.uses },
  refuses: [wrongPassword, ...proveSecondFactorRefuses, ...tryPasswordRefuses],

  answer: async ({ password, ...codes }, access, context) => {
    const { user } = context.person;
    if (!user.twoFactorEnabled) return secondFactorNotEnrolled();
    const { api } = await library(access);
    const asked = { body: { password }, headers: headersOf(context) };
    const made = await tryPassword(access, context.person, async () => {
      const verified = await api.verifyPassword(asked).catch(libraryRefusal);
      if (isRefusal(verified)) return verified;
      const no = await proveSecondFactor(codes, access, context);
      return no ?? api.generateBackupCodes(asked).catch(libraryRefusal);
    });
    if (isRefusal(made)) return made;
    await access.userStream.append(user.id, BackupCodesRenewed({}), { by: user.id });
    await notify(access, context, user, 'backup-codes-renewed');
    return { body: { backupCodes: made.backupCodes } };
  },
});
