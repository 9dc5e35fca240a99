import { users } from '@waybill/auth';
import { email, query, z } from '@waybill/kernel';
import { availabilityReads } from '../domain/budgets.ts';

export const getEmailAvailability = query({
  summary: 'Check whether an e-mail address is free',
  description: 'Whether the address can be used to sign up.',
  route: 'GET /auth/email-availability',
  role: 'anyone',
  limits: [availabilityReads],
  input: z.strictObject({ email: email() }),
  example: { email: 'ada@example.com' },
  output: z.object({ available: z.boolean().describe('Whether no account has the address.') }),
  reads: { users },

  // A sign-up whose address is not verified does not keep others from signing up.
  answer: async ({ email }, { users }) => {
    const holder = await users.findByUnique('email', email);
    return { available: !holder?.data.emailVerified };
  },
});
