import { accounts, secondFactors } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { password } from '../fields.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { secondFactorEnabledAlready, wrongPassword } from '../problems.ts';
import { headersOf } from '../request.ts';
import { tryPassword, tryPasswordReaches, tryPasswordRefuses } from '../try-password.ts';

export const enrolSecondFactor = asPerson({
  summary: 'Begin a second factor: what the authenticator needs, and codes for the day it is lost',
  route: 'POST /auth/second-factor',
  status: 201,
  input: z.strictObject({ password: password() }),
  output: z.object({ totpUri: z.string(), backupCodes: z.array(z.string()) }),

  refuses: [wrongPassword, secondFactorEnabledAlready, ...tryPasswordRefuses],
  reaches: [...tryPasswordReaches, { to: 'consult', register: accounts }, { to: 'keep', register: secondFactors }],

  answer: async (request) => {
    const { api } = await library(request.platform);
    const { password } = request.input;
    const made = await tryPassword(request, () =>
      api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersOf(request) }).catch(problemIn),
    );
    const { totpURI, backupCodes } = made as { totpURI: string; backupCodes: string[] };
    return { body: { totpUri: totpURI, backupCodes } };
  },
});
