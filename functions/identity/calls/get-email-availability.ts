import { users, within } from '@waybill/auth';
import { call, Problem, z } from '@waybill/kernel';
import { allowances, useOne } from '../allowance.ts';
import { email } from '../fields.ts';
import { deviceOf } from '../whereabouts.ts';

/** Whoever types their own address into a form needs a few; whoever goes through a list is stopped. */
const few = { most: 30, seconds: 600 };

export const getEmailAvailability = call({
  summary: 'Whether an e-mail address is still free to sign up with',
  route: 'GET /auth/email-availability',
  role: 'anyone',
  input: z.strictObject({ email: email() }),
  output: z.object({ available: z.boolean() }),
  reaches: [
    { to: 'consult', register: users },
    { to: 'keep', register: allowances },
  ],

  answer: (platform) => (request) =>
    within(platform, { by: 'anyone', correlation: request.correlation }, async (unit) => {
      const wait = await useOne(unit, `availability:${request.ip ?? deviceOf(request)}`, few);
      if (wait) throw new Problem(429, 'too-many-requests', {}, { 'retry-after': String(wait) });
      const holder = await unit.holding(users, 'email', request.input.email);
      return { body: { available: holder === undefined } };
    }),
});
