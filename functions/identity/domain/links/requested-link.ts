import { users } from '@waybill/auth';
import { email, endpoint, z } from '@waybill/kernel';
import { verifiedUserBy } from '../account/user-by.ts';
import { linkRequests } from '../budgets.ts';
import { decoy, mailAllowance, type Purpose, post, postNeeds } from '../mail/mail.ts';
import { type Link, links, newLink } from './links.ts';

/** An answer that does not reveal whether the address has an account. */
export const SentIfKnown = z
  .object({ status: z.literal('sent-if-known').describe('A mail is sent if the address is known.') })
  .meta({ id: 'SentIfKnown', description: 'The request is accepted. It does not reveal whether a mail is sent.' });

interface Spec {
  readonly summary: string;
  readonly description: string;
  readonly route: `POST /${string}`;
  readonly opens: Link['opens'];
  readonly purpose: Purpose;
}

/**
 * An endpoint without credentials that mails a link to an address. The answer, the reads and the writes are the same
 * whether the address has an account or not.
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
    reads: { users },
    writes: { links, ...postNeeds.writes },
    uses: postNeeds.uses,

    answer: async ({ email }, access, context) => {
      const allowance = await mailAllowance(access, email, purpose);
      const user = await verifiedUserBy(access, email);
      const wanted = allowance.granted ? user : undefined;
      const token = await newLink(access, opens, wanted?.id, context.now);
      if (wanted) await post(access, allowance, { purpose, name: wanted.name, locale: wanted.locale, token }, context);
      else await decoy(access, context);
      return { body: { status: 'sent-if-known' as const } };
    },
  });
