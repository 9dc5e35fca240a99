import { perNetwork, query, z } from '@waybill/kernel';
import { channelNames } from '#events/comms';
import { outbox } from '../domain/development/outbox.ts';

const outboxReads = perNetwork({ name: 'outbox', most: 300, seconds: 60, counts: 'requests', inMemory: true });

export const readOutbox = query({
  summary: 'Read the outbox',
  description: 'The messages that this runtime has sent in the last 24 hours, newest first.',
  route: 'GET /dev/outbox',
  role: 'anyone',
  limits: [outboxReads],
  input: z.strictObject({
    to: z.string().max(254).optional().describe('Only messages to this address or telephone number.'),
  }),
  output: z.object({
    items: z.array(
      z.object({
        mailId: z.string().describe('The notification.'),
        channel: z.enum(channelNames).describe('The channel.'),
        purpose: z.string().optional().describe('What it is for, if its text comes from a template.'),
        to: z.string().describe('The address of the recipient.'),
        name: z.string().optional().describe('The name of the recipient, if it is a mail about an account.'),
        title: z.string().describe('The title.'),
        text: z.string().describe('The plain text.'),
        html: z.string().optional().describe('The HTML of an e-mail.'),
        headers: z
          .record(z.string(), z.string())
          .optional()
          .describe('Headers of an e-mail, such as `List-Unsubscribe`.'),
        link: z.string().optional().describe('The link in it.'),
        token: z.string().optional().describe('The token of the link.'),
        about: z.record(z.string(), z.string()).optional().describe('Other values that it contains.'),
        at: z.iso.datetime().describe('When it was sent.'),
      }),
    ),
  }),
  reads: { outbox },

  answer: async ({ to }, { outbox }) => {
    const wanted = to?.toLowerCase();
    const items = (await outbox.findBy('box', 'all'))
      .map(({ data }) => data)
      .filter(({ to }) => wanted === undefined || to.toLowerCase() === wanted)
      .map(({ box, notificationId, mail, ...message }) => ({
        ...message,
        ...mail,
        mailId: notificationId,
        token: tokenIn(mail?.link),
      }))
      .toSorted((a, b) => b.at.localeCompare(a.at));
    return { items };
  },
});

const tokenIn = (link: string | undefined) => URL.parse(link ?? '')?.searchParams.get('token') ?? undefined;
