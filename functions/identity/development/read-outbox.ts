import { call, z } from '@waybill/kernel';
import { metadataReads } from '../budgets.ts';
import { linkOf } from '../link-of.ts';
import { mails } from '../mail.ts';

export const readOutbox = call({
  summary: 'Development only: the mails that this runtime has handed on, newest first',
  route: 'GET /dev/outbox',
  role: 'anyone',
  limits: [metadataReads],
  input: z.strictObject({ to: z.string().max(254).optional() }),
  output: z.object({
    items: z.array(
      z.object({
        mailId: z.string(),
        purpose: z.string(),
        to: z.string(),
        name: z.string(),
        link: z.string().optional(),
        token: z.string().optional(),
        about: z.record(z.string(), z.string()).optional(),
        at: z.iso.datetime(),
      }),
    ),
  }),
  reaches: [{ to: 'consult', register: mails }],

  answer:
    ({ registers }) =>
    async ({ input }) => {
      const wanted = input.to?.toLowerCase();
      const items = (await registers.under(mails, 'box', 'all'))
        .map(({ data }) => ({ ...data, link: linkOf(data) }))
        .filter(({ purpose, to }) => purpose !== 'decoy' && (wanted === undefined || to === wanted))
        .toSorted((a, b) => (a.at < b.at ? 1 : -1));
      return { body: { items } };
    },
});
