import { mustBe, notAMember, page, pageOf, query, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { attemptSort, WebhookAttempt, webhookAttempts } from '../../domain/webhooks/delivery/attempts.ts';
import { webhookId } from '../../domain/webhooks/fields.ts';
import { webhook } from '../../domain/webhooks/webhook.ts';

export const listWebhookDeliveries = query({
  summary: 'List the deliveries of a webhook',
  description: 'Every attempt of the last 30 days to send an event to the webhook, newest first.',
  route: 'GET /webhooks/{webhookId}/deliveries',
  role: 'owner',
  standing: 'current',
  of: 'webhook',
  input: z.strictObject({ webhookId: webhookId(), ...page }),
  example: { webhookId: exampleIds.webhook },
  output: pageOf(WebhookAttempt),
  refuses: [notAMember, roleTooLow],
  reads: { webhooks: webhook, attempts: webhookAttempts, organization: members },

  answer: async ({ webhookId, limit, cursor }, { webhooks, attempts, organization }, { caller, cursors, now }) => {
    const no = mustBe('owner', await organization.state(caller.orgId), caller);
    if (no) return no;
    const known = await webhooks.state(webhookId);
    if (!known || known.deleted) return undefined;
    const question = `${caller.orgId} webhook ${webhookId} deliveries`;
    const before = cursor === undefined ? undefined : await cursors.decode(cursor, question);
    const found = await attempts(webhookId, limit + 1, { before });
    const items = found.slice(0, limit).map(({ data }) => data as WebhookAttempt);
    const more = found.length > limit && { nextCursor: await cursors.encode(attemptSort(items.at(-1)!), question) };
    return { items, ...more, asOf: now };
  },
});
