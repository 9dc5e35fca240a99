import { users, within } from '@waybill/auth';
import { newId, reaction } from '@waybill/kernel';
import { ApiKeyExpiring } from '#events/identity';
import { apiKey } from '../api-key.ts';
import { visiblePrefix } from '../key-text.ts';
import { post, postageFor, postReaches } from '../mail.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';
import { streamIn, streamOf } from '../streams.ts';

export const mailApiKeyExpiring = reaction({
  name: 'mailApiKeyExpiring',
  to: ApiKeyExpiring,
  sends: [],
  reaches: [
    { to: 'read', source: organization },
    { to: 'read', source: apiKey },
    { to: 'consult', register: users },
    ...postReaches,
  ],

  /** One mail to each owner for each warning, however often it is heard of; none for a key that is revoked or rotated by now. */
  react: async ({ id, org, aggregateId, correlationId, data: { expiresAt, days } }, _, platform) => {
    const key = apiKey.fold(await platform.events.read(streamIn(org, apiKey.name, aggregateId)));
    const of = await organizationOf(platform, org);
    if (!of || !key || key.revoked || key.expiresAt !== expiresAt) return;
    const about = { organization: of.name, apiKey: key.name };
    const exact = { prefix: visiblePrefix(aggregateId), expiresAt, days: `${days}` };
    const owners = Object.entries(of.members).filter(([, { role }]) => role === 'owner');
    for (const [userId] of owners) {
      const mailId = newId(`${id} ${userId}`);
      await within(platform, { by: 'identity', correlationId }, async (unit) => {
        const posted = await platform.events.read(streamOf('mail', mailId), { limit: 1 });
        const owner = (await unit.get(users, userId))?.data;
        if (posted.length || !owner) return;
        const { email, name } = owner;
        const postage = await postageFor(platform, email, 'api-key-expiring');
        await post(unit, postage, { purpose: 'api-key-expiring', name, about, exact, mailId }, platform);
      });
    }
  },
});
