import { reaction } from '@waybill/kernel';
import { WebhookDisabled } from '#events/comms';
import { members } from '#events/organizations';
import { notifyMember } from '../commands/notify-member.ts';
import { webhookNotice } from '../domain/webhooks/notice.ts';
import { webhook } from '../domain/webhooks/webhook.ts';

/** All are written in one transaction, with two items each, of at most 100. */
const mostOwners = 40;

/** Notifies the owners when a webhook was disabled because its server is gone or fails. */
export const notifyOfDisabledWebhook = reaction({
  name: 'notifyOfDisabledWebhook',
  on: [WebhookDisabled],
  reads: { members, webhook },
  uses: { notifyMember },

  react: async ({ org, aggregateId, data: { reason } }, { members, webhook, notifyMember }) => {
    if (reason === 'by-owner') return;
    const known = await webhook.state(aggregateId);
    if (!known?.disabled || known.deleted) return;
    const all = Object.entries((await members.state(org))?.members ?? {});
    const owners = all.flatMap(([userId, { role }]) => (role === 'owner' ? userId : []));
    const notice = webhookNotice(known.url, reason);
    for (const userId of owners.toSorted().slice(0, mostOwners))
      await notifyMember({ userId, urgency: 'normal', ...notice });
  },
});
