import { query, z } from '@waybill/kernel';
import { metadataReads } from '../domain/budgets.ts';
import { linkOf } from '../domain/links/link-of.ts';
import { mails } from '../domain/mail/mail.ts';

export const readOutbox = query({
  summary: 'Read the outbox',
  description: 'The mails that this runtime has sent in the last 24 hours, newest first.',
  route: 'GET /dev/outbox',
  role: 'anyone',
  limits: [metadataReads],
  input: z.strictObject({ to: z.string().max(254).optional().describe('Only mails to this address.') }),
  output: z.object({
    items: z.array(
      z.object({
        mailId: z.string().describe('The mail.'),
        purpose: z.string().describe('What it is for.'),
        to: z.string().describe('The address of the recipient.'),
        name: z.string().describe('The name of the recipient.'),
        link: z.string().optional().describe('The link in it.'),
        token: z.string().optional().describe('The token of the link.'),
        about: z.record(z.string(), z.string()).optional().describe('Other values that it contains.'),
        at: z.iso.datetime().describe('When it was sent.'),
      }),
    ),
  }),
  reads: { mails },

  answer: async ({ to }, { mails }) => {
    const wanted = to?.toLowerCase();
    const items = (await mails.findBy('box', 'all'))
      .map(({ data }) => ({ ...data, link: linkOf(data) }))
      .filter(({ purpose, to }) => purpose !== 'decoy' && (wanted === undefined || to === wanted))
      .toSorted((a, b) => b.at.localeCompare(a.at));
    return { items };
  },
});
