import { organization, users } from '@waybill/auth';
import { newId, reaction } from '@waybill/kernel';
import { ApiKeyExpiring } from '#events/organizations';
import { apiKey } from '../domain/api-key.ts';
import { mailAllowance, post, postNeeds } from '../domain/mail/mail.ts';

/**
 * One mail to each owner for each warning, also for repeated deliveries. None if the key is revoked or rotated by now.
 */
export const mailApiKeyExpiring = reaction({
  name: 'mailApiKeyExpiring',
  on: [ApiKeyExpiring],
  reads: { organization, apiKey, users },
  writes: postNeeds.writes,
  uses: postNeeds.uses,

  react: async (event, { apiKey, organization }, { now, transact }) => {
    const { id, org, aggregateId: apiKeyId } = event;
    const { expiresAt, days } = event.data;
    const key = await apiKey.state(apiKeyId);
    const of = await organization.state(org);
    if (!of || !key || key.revoked || key.expiresAt !== expiresAt) return;
    const about = { organization: of.name, apiKey: key.name };
    const exact = { prefix: key.prefix, expiresAt, days: `${days}` };
    const owners = Object.entries(of.members).filter(([, { role }]) => role === 'owner');
    // Mails to a hundred owners do not fit into one transaction.
    for (const [userId] of owners)
      await transact(async (access) => {
        const mailId = newId(`${id} ${userId}`);
        const owner = (await access.users.get(userId))?.data;
        if (!owner || (await access.mailStream.state(mailId, { org: '-' }))) return;
        const allowance = await mailAllowance(access, owner.email, 'api-key-expiring');
        const mail = {
          purpose: 'api-key-expiring',
          name: owner.name,
          locale: owner.locale,
          about,
          exact,
          mailId,
        } as const;
        await post(access, allowance, mail, { now: now().toISOString() });
      });
  },
});
