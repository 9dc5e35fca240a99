import { command, putRecord, z } from '@waybill/kernel';
import { WebhookCreated } from '#events/comms';
import { members } from '#events/organizations';
import { maySetWebhook, maySetWebhookRefuses } from '../../domain/webhooks/may-set-webhook.ts';
import { tooManyWebhooks } from '../../domain/webhooks/problems.ts';
import { mostWebhooks, putSubscription, webhookSubscriptions } from '../../domain/webhooks/subscriptions.ts';
import { webhookTargets } from '../../domain/webhooks/targets.ts';
import { webhook } from '../../domain/webhooks/webhook.ts';

export const registerWebhook = command({
  summary: 'Create a webhook',
  role: 'owner',
  input: z.strictObject({
    webhookId: z.string(),
    url: z.string(),
    eventTypes: z.array(z.string()),
    description: z.string().optional(),
    secret: z.string().describe('The signing secret, encrypted.'),
  }),
  on: webhook,
  refuses: [...maySetWebhookRefuses, tooManyWebhooks],
  reads: {
    organization: { of: members, id: (_, { caller }) => caller.orgId },
    subscriptions: { of: webhookSubscriptions, id: (_, { caller }) => caller.orgId },
  },
  writes: { webhookSubscriptions, webhookTargets },

  begin: ({ url, eventTypes, description, secret }, { organization, subscriptions }, { id, caller }) => {
    const no = maySetWebhook(organization, caller);
    if (no) return no;
    const { orgId: organizationId } = caller;
    if (Object.keys(subscriptions?.webhooks ?? {}).length >= mostWebhooks)
      return tooManyWebhooks({ most: mostWebhooks });
    return [
      WebhookCreated({ url, eventTypes, ...(description !== undefined && { description }) }),
      putSubscription(subscriptions, organizationId, id, { eventTypes, enabled: true }),
      putRecord(webhookTargets, id, { organizationId, url, enabled: true, secret }),
    ];
  },
});
