import { linksLiveSeconds, newSecret, users, verifications, within } from '@waybill/auth';
import { call, z } from '@waybill/kernel';
import { addressee } from '../addressee.ts';
import { allowances } from '../allowance.ts';
import { knowsAuthSecret } from '../auth-secret.ts';
import { decoy } from '../decoy.ts';
import { email } from '../fields.ts';
import { library } from '../library.ts';
import { post, postReaches } from '../mail.ts';

/** Whom a link is for that opens nothing. */
const nobody = 'nobody';

export const requestPasswordReset = call({
  summary: 'Ask for a link by which to set the password anew',
  route: 'POST /auth/password-reset',
  role: 'anyone',
  status: 202,
  input: z.strictObject({ email: email() }),
  output: z.object({ status: z.literal('sent-if-known') }),
  reaches: [
    knowsAuthSecret,
    ...postReaches,
    { to: 'consult', register: users },
    { to: 'keep', register: verifications },
    { to: 'keep', register: allowances },
  ],

  // The library's own call does more for whoever is known than for others, which takes longer: here both are one path.
  answer:
    (platform) =>
    ({ input, correlation }) =>
      within(platform, { by: 'anyone', correlation }, async (unit) => {
        const { internalAdapter } = await (await library(platform)).$context;
        const user = await addressee(unit, input.email);
        const token = newSecret(18);
        await internalAdapter.createVerificationValue({
          value: user?.id ?? nobody,
          identifier: `reset-password:${token}`,
          expiresAt: new Date(unit.now().getTime() + linksLiveSeconds * 1000),
        });
        if (user) await post(unit, { purpose: 'password-reset', to: user.email, name: user.name, token }, platform);
        else await decoy(unit, platform);
        return { body: { status: 'sent-if-known' as const } };
      }),
});
