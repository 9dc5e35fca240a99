import { users } from '@waybill/auth';
import { call, z } from '@waybill/kernel';
import { availabilityReads } from '../budgets.ts';
import { email } from '../fields.ts';

export const getEmailAvailability = call({
  summary: 'Whether an e-mail address is still free to sign up with',
  route: 'GET /auth/email-availability',
  role: 'anyone',
  limits: [availabilityReads],
  input: z.strictObject({ email: email() }),
  output: z.object({ available: z.boolean() }),
  reaches: [{ to: 'consult', register: users }],

  // A sign-up that waits for its proof takes nothing from others who sign up.
  answer:
    ({ registers }) =>
    async ({ input }) => {
      const holder = await registers.holding(users, 'email', input.email);
      return { body: { available: !holder?.data.emailVerified } };
    },
});
