import { person } from '@waybill/auth';
import { query, wholeNumber, z } from '@waybill/kernel';
import { signIns } from '../domain/sign-in/sign-ins.ts';

export const listSignIns = query({
  summary: 'List your sign-ins',
  description: 'Successful and failed attempts to sign in to your account in the last 90 days, newest first.',
  route: 'GET /auth/sign-ins',
  role: 'person',
  as: person,
  input: z.strictObject({
    limit: wholeNumber(1, 100).default(50).meta({ default: 50, description: 'How many items to show at most.' }),
  }),
  example: { limit: '10' },
  output: z.object({
    items: z
      .array(
        z
          .object({
            at: z.iso.datetime().describe('When it was.'),
            outcome: z.enum(['SignedIn', 'Failed']).describe('Whether it succeeded.'),
            how: z
              .string()
              .describe(
                'The method: `password`, `totp`, `backup-code`, `link` or `verification`. For a failure, what was wrong.',
              ),
            ip: z.string().describe('The address of the client.'),
            device: z.string().describe('The `User-Agent` of the browser or program.'),
            place: z.string().optional().describe('The approximate place, if known.'),
          })
          .meta({ id: 'SignIn', description: 'An attempt to sign in.' }),
      )
      .describe('The attempts.'),
  }),
  reads: { signIns },

  answer: async ({ limit }, { signIns }, { person: { user } }) => {
    // Their ids sort by time.
    const newest = await signIns.findBy('userId', user.id, { limit, descending: true });
    return { items: newest.map(({ data }) => data) };
  },
});
