import { users } from '@waybill/auth';
import { endpoint, z } from '@waybill/kernel';
import { availabilityReads } from '../budgets.ts';
import { email } from '../fields.ts';

export const getEmailAvailability = endpoint({
  summary: 'Check whether an e-mail address is free',
  description: 'Whether somebody can sign up with the address.',
  route: 'GET /auth/email-availability',
  role: 'anyone',
  limits: [availabilityReads],
  input: z.strictObject({ email: email() }),
  example: { email: 'ada@example.com' },
  output: z.object({ available: z.boolean().describe('Whether nobody has an account with the address.') }),
  reaches: [{ to: 'consult', register: users }],

  // A sign-up that waits for its proof takes nothing from others who sign up.
  answer:
    ({ records }) =>
    async ({ input }) => {
      const holder = await records.findByUnique(users, 'email', input.email);
      return { body: { available: !holder?.data.emailVerified } };
    },
});
