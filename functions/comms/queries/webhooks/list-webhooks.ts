import { mustBe, notAMember, page, pageOf, query, roleTooLow, z } from '@waybill/kernel';
import { members } from '#events/organizations';
import { WebhookAnswer } from '../../domain/webhooks/webhook-answer.ts';
import { webhookRow } from '../../projections/webhook-row.ts';

export const listWebhooks = query({
  summary: 'List webhooks',
  description: 'The webhooks of the organization, newest first. Secrets are never shown.',
  route: 'GET /webhooks',
  role: 'owner',
  standing: 'current',
  input: z.strictObject(page),
  output: pageOf(WebhookAnswer),
  refuses: [notAMember, roleTooLow],
  reads: { webhooks: webhookRow, organization: members },

  answer: async ({ limit, cursor }, { webhooks, organization }, { caller }) => {
    const no = mustBe('owner', await organization.state(caller.orgId), caller);
    return no ?? webhooks.list('created', { descending: true, limit, cursor, filters: {} });
  },
});
