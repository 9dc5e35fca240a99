import { accounts, headersOf, libraryNeeds, person, secondFactors } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { backupCodes, password } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { secondFactorEnabledAlready, wrongPassword } from '../../domain/problems.ts';
import { tryPassword, tryPasswordNeeds, tryPasswordRefuses } from '../../domain/sign-in/try-password.ts';

export const enrolSecondFactor = endpoint({
  summary: 'Enrol a second factor',
  description:
    'Returns the secret for the authenticator, and backup codes for its loss. It takes effect with `POST /auth/second-factor/confirmation`.',
  route: 'POST /auth/second-factor',
  role: 'person',
  as: person,
  status: 201,
  input: z.strictObject({ password: password().describe('The password of the account.') }),
  example: { password: 'violet tram under rain' },
  output: z.object({
    totpUri: z.string().describe('The secret for the authenticator as an `otpauth:` URI, for a QR code.'),
    backupCodes: backupCodes(),
  }),
  reads: { ...libraryNeeds.reads, accounts },
  writes: { secondFactors },
  uses: tryPasswordNeeds.uses,
  refuses: [wrongPassword, secondFactorEnabledAlready, ...tryPasswordRefuses],

  answer: async ({ password }, access, context) => {
    const { api } = await library(access);
    const body = { password, method: 'totp' as const };
    const made = await tryPassword(access, context.person, () =>
      api.enableTwoFactor({ body, headers: headersOf(context) }).catch(libraryRefusal),
    );
    if (isRefusal(made)) return made;
    const { totpURI, backupCodes } = made as { totpURI: string; backupCodes: string[] };
    return { body: { totpUri: totpURI, backupCodes } };
  },
});
