import { wholeNumber, z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { signIns } from '../sign-ins.ts';

export const listSignIns = asPerson({
  summary: 'List your sign-ins',
  description: 'Successful and failed attempts to sign in to your account in the last 90 days, newest first.',
  route: 'GET /auth/sign-ins',
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
                'With what: `password`, `totp`, `backup-code`, `link` or `verification`; of a failure, what was wrong.',
              ),
            ip: z.string().describe('From which address.'),
            device: z.string().describe('The `User-Agent` of the browser or program.'),
            place: z.string().optional().describe('Roughly where, if that is known.'),
          })
          .meta({ id: 'SignIn', description: 'An attempt to sign in.' }),
      )
      .describe('The attempts.'),
  }),
  reaches: [{ to: 'consult', register: signIns }],

  answer: async ({ input: { limit }, platform: { records }, person: { user } }) => {
    // Their ids sort by time: the last ones are the newest.
    const newest = await records.findBy(signIns, 'userId', user.id, { limit, descending: true });
    return { body: { items: newest.map(({ data }) => data) } };
  },
});
