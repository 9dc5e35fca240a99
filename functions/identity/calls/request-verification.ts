import { createEmailVerificationToken, linksLiveSeconds, users, within } from '@waybill/auth';
import { call, z } from '@waybill/kernel';
import { addressee } from '../addressee.ts';
import { allowances } from '../allowance.ts';
import { knowsAuthSecret, secretOf } from '../auth-secret.ts';
import { decoy } from '../decoy.ts';
import { email } from '../fields.ts';
import { post, postReaches } from '../mail.ts';

export const requestVerification = call({
  summary: 'Send the link that proves an address once more',
  route: 'POST /auth/verification',
  role: 'anyone',
  status: 202,
  input: z.strictObject({ email: email() }),
  output: z.object({ status: z.literal('sent-if-known') }),
  reaches: [knowsAuthSecret, ...postReaches, { to: 'consult', register: users }, { to: 'keep', register: allowances }],

  answer:
    (platform) =>
    ({ input, correlation }) =>
      within(platform, { by: 'anyone', correlation }, async (unit) => {
        const user = await addressee(unit, input.email);
        const token = await createEmailVerificationToken(
          await secretOf(platform),
          input.email,
          undefined,
          linksLiveSeconds,
        );
        if (user && !user.emailVerified)
          await post(unit, { purpose: 'verification', to: input.email, name: user.name, token }, platform);
        else await decoy(unit, platform);
        return { body: { status: 'sent-if-known' as const } };
      }),
});
