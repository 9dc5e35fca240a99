import { accounts, secondFactors } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { backupCodes, password } from '../fields.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { secondFactorEnabledAlready, wrongPassword } from '../problems.ts';
import { headersOf } from '../request.ts';
import { tryPassword, tryPasswordReaches, tryPasswordRefuses } from '../try-password.ts';

export const enrolSecondFactor = asPerson({
  summary: 'Enrol a second factor',
  description:
    'Answers what the authenticator needs, and backup codes for when it is lost. It takes effect with `POST /auth/second-factor/confirmation`.',
  route: 'POST /auth/second-factor',
  status: 201,
  input: z.strictObject({ password: password().describe('The password of the account.') }),
  example: { password: 'violet tram under rain' },
  output: z.object({
    totpUri: z.string().describe('What the authenticator needs, as an `otpauth:` URI: to be shown as a QR code.'),
    backupCodes: backupCodes(),
  }),

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
