import { endpoint, id, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { webhookDeliveries } from '../../domain/webhooks/delivery/deliveries.ts';
import { webhookMessages } from '../../domain/webhooks/delivery/queue.ts';
import { webhookId } from '../../domain/webhooks/fields.ts';
import { webhookDeliveryNotFound, webhookDisabled, webhookNotFound } from '../../domain/webhooks/problems.ts';
import { webhookTargets } from '../../domain/webhooks/targets.ts';

export const replayWebhookDelivery = endpoint({
  summary: 'Replay a delivery of a webhook',
  description:
    'Sends the event again, whether it was delivered or not, with the same `webhook-id` and as often as a new one until it is delivered. Possible for 30 days.',
  route: 'POST /webhooks/{webhookId}/deliveries/{webhookDeliveryId}/replay',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  status: 202,
  input: z.strictObject({
    webhookId: webhookId(),
    webhookDeliveryId: id().describe('The delivery: the `webhook-id` of its requests.'),
  }),
  example: { webhookId: exampleIds.webhook, webhookDeliveryId: exampleIds.webhookDelivery },
  output: z.object({ webhookDeliveryId: z.uuid().describe('The delivery.') }),
  idempotent: true,
  refuses: [notAMember, roleTooLow, webhookNotFound, webhookDeliveryNotFound, webhookDisabled],
  reads: { webhookTargets, webhookDeliveries, organization: members },
  uses: { webhookMessages },

  answer: async ({ webhookId, webhookDeliveryId }, access, { caller, now, newId }) => {
    const { webhookTargets, webhookDeliveries, organization, webhookMessages } = access;
    const no = mustBe('owner', await organization.state(caller.orgId), caller);
    if (no) return no;
    const target = (await webhookTargets.get(webhookId))?.data;
    if (target?.organizationId !== caller.orgId) return webhookNotFound();
    const delivery = (await webhookDeliveries.get(webhookDeliveryId))?.data;
    if (delivery?.webhookId !== webhookId) return webhookDeliveryNotFound();
    if (!target.enabled) return webhookDisabled();
    // The same for a repeated request, which is then sent once.
    const round = newId('replay');
    await webhookMessages({ webhookId, webhookDeliveryId, round, since: now, attempt: 1, due: now });
    return { body: { webhookDeliveryId } };
  },
});
