import { everyEvent, reaction } from '@waybill/kernel';
import { webhookDeliveryIdOf } from '../domain/webhooks/delivery/deliveries.ts';
import { webhookMessages } from '../domain/webhooks/delivery/queue.ts';
import { subscribersOf, webhookSubscriptions } from '../domain/webhooks/subscriptions.ts';

/**
 * Sends a message for each webhook that wants the event. An organization without a webhook costs one read of a record
 * that does not exist.
 */
export const queueWebhooks = reaction({
  name: 'queueWebhooks',
  on: everyEvent,
  reads: { webhookSubscriptions },
  uses: { webhookMessages },

  react: async (event, { webhookSubscriptions, webhookMessages }, { now }) => {
    const { org, id: eventId, type } = event;
    // Events of users belong to no organization.
    if (org === '-') return;
    const subscriptions = (await webhookSubscriptions.get(org))?.data;
    if (!subscriptions) return;
    const since = now().toISOString();
    const messages = subscribersOf(subscriptions, type).map((webhookId) => ({
      ...{
        webhookId,
        webhookDeliveryId: webhookDeliveryIdOf(webhookId, eventId),
        round: '',
        since,
        attempt: 1,
        due: since,
      },
      event: { ...event },
    }));
    await Promise.all(messages.map((message) => webhookMessages(message)));
  },
});
