import { wholeNumber, z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { signIns } from '../sign-ins.ts';

export const listSignIns = asPerson({
  summary: 'When, where and with what one has signed in, or somebody has tried to: 90 days of it',
  route: 'GET /auth/sign-ins',
  input: z.strictObject({ limit: wholeNumber(1, 100).default(50).meta({ default: 50 }) }),
  output: z.object({
    items: z.array(
      z.object({
        at: z.iso.datetime(),
        outcome: z.enum(['SignedIn', 'Failed']),
        how: z.string(),
        ip: z.string(),
        device: z.string(),
        place: z.string().optional(),
      }),
    ),
  }),
  reaches: [{ to: 'consult', register: signIns }],

  answer: async ({ input: { limit }, platform: { registers }, person: { user } }) => {
    // Their ids sort by time: the last ones are the newest.
    const newest = await registers.under(signIns, 'userId', user.id, { limit, descending: true });
    return { body: { items: newest.map(({ data }) => data) } };
  },
});
