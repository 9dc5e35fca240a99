import { reaction } from '@waybill/kernel';
import { WebhookDisabled } from '#events/comms';
import { members } from '#events/organizations';
import { sendNotification } from '../commands/send-notification.ts';
import { webhookNotice } from '../domain/webhooks/notice.ts';
import { webhook } from '../domain/webhooks/webhook.ts';

/** All are written in one transaction, with two items each, of at most 100. */
const mostOwners = 40;

/** Notifies the owners when a webhook was disabled because its server is gone or fails. */
export const notifyOfDisabledWebhook = reaction({
  name: 'notifyOfDisabledWebhook',
  on: [WebhookDisabled],
  reads: { members, webhook },
  uses: { sendNotification },

  react: async ({ org, aggregateId, data: { reason } }, { members, webhook, sendNotification }) => {
    if (reason === 'by-owner') return;
    const known = await webhook.state(aggregateId);
    if (!known?.disabled || known.deleted) return;
    const all = Object.entries((await members.state(org))?.members ?? {});
    const owners = all.flatMap(([userId, { role }]) => (role === 'owner' ? userId : []));
    const notice = webhookNotice(known.url, reason);
    for (const userId of owners.toSorted().slice(0, mostOwners))
      await sendNotification({ recipient: { userId }, sensitive: false, urgency: 'normal', ...notice });
  },
});
