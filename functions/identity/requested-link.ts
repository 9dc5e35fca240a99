import { users, within } from '@waybill/auth';
import { busyTryAgain, endpoint, z } from '@waybill/kernel';
import { linkRequests } from './budgets.ts';
import { email } from './fields.ts';
import { type Link, links, newLink } from './links.ts';
import { decoy, type Purpose, post, postageFor, postReaches } from './mail.ts';
import { provedUserBy } from './user-by.ts';

/** The answer says nothing about the address. */
export const SentIfKnown = z
  .object({ status: z.literal('sent-if-known').describe('A mail is sent if the address is known.') })
  .meta({ id: 'SentIfKnown', description: 'The request is accepted; whether a mail is sent, it does not say.' });

interface Spec {
  readonly summary: string;
  readonly description: string;
  readonly route: `POST /${string}`;
  readonly opens: Link['opens'];
  readonly purpose: Purpose;
}

/**
 * A call by which anybody asks for a link to be mailed to an address. The answer, what is read and what is written are the
 * same whether somebody has proved the address or not.
 */
export const requestedLink = ({ summary, description, route, opens, purpose }: Spec) =>
  endpoint({
    summary,
    description,
    route,
    role: 'anyone',
    limits: [linkRequests],
    status: 202,
    input: z.strictObject({ email: email() }),
    example: { email: 'ada@example.com' },
    output: SentIfKnown,
    refuses: [busyTryAgain],
    reaches: [...postReaches, { to: 'keep', register: links }, { to: 'consult', register: users }],

    answer:
      (platform) =>
      async ({ input: { email }, correlationId }) => {
        const postage = await postageFor(platform, email, purpose);
        return within(platform, { by: 'anyone', correlationId }, async (unit) => {
          const user = await provedUserBy(unit, email);
          const wanted = postage.granted ? user : undefined;
          const token = await newLink(unit, opens, wanted?.id);
          if (wanted) await post(unit, postage, { purpose, name: wanted.name, token }, platform);
          else await decoy(unit, platform);
          return { body: { status: 'sent-if-known' as const } };
        });
      },
  });
