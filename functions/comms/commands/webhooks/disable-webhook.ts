import { command, putRecord, z } from '@waybill/kernel';
import { WebhookDisabled, WebhookDisabledReason } from '#events/comms';
import { putSubscription, webhookSubscriptions } from '../../domain/webhooks/subscriptions.ts';
import { webhookTargets } from '../../domain/webhooks/targets.ts';
import { webhook } from '../../domain/webhooks/webhook.ts';

export const disableWebhook = command({
  summary: 'Disable a webhook whose server is gone or fails',
  role: 'owner',
  input: z.strictObject({ webhookId: z.string(), reason: WebhookDisabledReason }),
  on: webhook,
  reads: {
    subscriptions: { of: webhookSubscriptions, id: (_, { caller }) => caller.orgId },
    target: { of: webhookTargets, id: ({ webhookId }) => webhookId },
  },
  writes: { webhookSubscriptions, webhookTargets },

  decide: ({ deleted, disabled, eventTypes }, { webhookId, reason }, { subscriptions, target }, { caller }) => {
    if (deleted || disabled || !target) return [];
    return [
      WebhookDisabled({ reason }),
      putSubscription(subscriptions, caller.orgId, webhookId, { eventTypes, enabled: false }),
      putRecord(webhookTargets, webhookId, { ...target, enabled: false }),
    ];
  },
});
