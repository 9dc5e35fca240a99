import { accounts, secondFactors } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { BackupCodesRenewed } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { password } from '../fields.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { headersOf } from '../request.ts';
import { streamOf, userStream } from '../streams.ts';
import { tryPassword, tryPasswordReaches } from '../try-password.ts';

export const renewBackupCodes = asPerson({
  summary: 'New codes for the day the authenticator is lost; the old ones are void',
  route: 'POST /auth/second-factor/backup-codes',
  input: z.strictObject({ password: password() }),
  output: z.object({ backupCodes: z.array(z.string()) }),

  reaches: [
    ...tryPasswordReaches,
    { to: 'consult', register: accounts },
    { to: 'keep', register: secondFactors },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, unit, platform, person } = request;
    const itWasRight = await tryPassword(request);
    const { api } = await library(platform);
    const { backupCodes } = await api
      .generateBackupCodes({ body: { password: input.password }, headers: headersOf(request) })
      .catch(problemIn);
    await itWasRight();
    unit.tell(streamOf('user', person.user.id), BackupCodesRenewed({}), person.user.id);
    return { body: { backupCodes } };
  },
});
