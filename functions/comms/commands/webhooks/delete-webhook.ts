import { command, deleteRecord, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { WebhookDeleted } from '#events/comms';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { webhookId } from '../../domain/webhooks/fields.ts';
import { webhookNotFound } from '../../domain/webhooks/problems.ts';
import { putSubscription, webhookSubscriptions } from '../../domain/webhooks/subscriptions.ts';
import { webhookTargets } from '../../domain/webhooks/targets.ts';
import { webhook } from '../../domain/webhooks/webhook.ts';

export const deleteWebhook = command({
  summary: 'Delete a webhook',
  description: 'Nothing is sent to it any more, and its secrets are deleted.',
  route: 'DELETE /webhooks/{webhookId}',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  status: 200,
  input: z.strictObject({ webhookId: webhookId() }),
  example: { webhookId: exampleIds.webhook },
  on: webhook,
  refuses: [notAMember, roleTooLow, webhookNotFound],
  reads: {
    organization: { of: members, id: (_, { caller }) => caller.orgId },
    subscriptions: { of: webhookSubscriptions, id: (_, { caller }) => caller.orgId },
  },
  writes: { webhookSubscriptions, webhookTargets },

  // The right is checked first, so that a refusal does not reveal whether it exists.
  begin: (_, { organization }, { caller }) => mustBe('owner', organization, caller) ?? webhookNotFound(),
  decide: ({ deleted }, { webhookId }, { organization, subscriptions }, { caller }) => {
    const no = mustBe('owner', organization, caller);
    if (no) return no;
    if (deleted) return [];
    return [
      WebhookDeleted({}),
      putSubscription(subscriptions, caller.orgId, webhookId, undefined),
      deleteRecord(webhookTargets, webhookId),
    ];
  },
});
