import { mustBe, notAMember, query, roleTooLow, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { webhookId } from '../../domain/webhooks/fields.ts';
import { WebhookAnswer } from '../../domain/webhooks/webhook-answer.ts';
import { webhookRow } from '../../projections/webhook-row.ts';

export const getWebhook = query({
  summary: 'Get a webhook',
  description: 'A webhook of the organization. Its secrets are never shown.',
  route: 'GET /webhooks/{webhookId}',
  role: 'owner',
  standing: 'current',
  of: 'webhook',
  input: z.strictObject({ webhookId: webhookId() }),
  example: { webhookId: exampleIds.webhook },
  output: versioned(WebhookAnswer),
  refuses: [notAMember, roleTooLow],
  reads: { webhooks: webhookRow, organization: members },

  answer: async ({ webhookId }, { webhooks, organization }, { caller }) =>
    mustBe('owner', await organization.state(caller.orgId), caller) ?? webhooks.get(webhookId),
});
