import { endpoint, invalidInput, isRefusal, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { updateWebhook } from '../../commands/webhooks/update-webhook.ts';
import { eventTypes } from '../../domain/webhooks/event-types.ts';
import { clearableDescription, webhookId } from '../../domain/webhooks/fields.ts';
import { maySetWebhookRefuses } from '../../domain/webhooks/may-set-webhook.ts';
import { webhookNotFound } from '../../domain/webhooks/problems.ts';
import { acceptedUrl, webhookUrl } from '../../domain/webhooks/url.ts';

export const changeWebhook = endpoint({
  summary: 'Change a webhook',
  description:
    'Only the fields that are sent change. A disabled webhook gets no events; when it is enabled again, those of the meantime are not sent.',
  route: 'PATCH /webhooks/{webhookId}',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({
    webhookId: webhookId(),
    url: webhookUrl().optional(),
    eventTypes: eventTypes().optional(),
    description: clearableDescription(),
    enabled: z.boolean().optional().describe('Whether events are sent.'),
  }),
  example: { webhookId: exampleIds.webhook, eventTypes: ['*'] },
  output: z.object({
    webhookId: z.uuid().describe('The webhook.'),
    version: z.int().describe('Its version after this.'),
  }),
  idempotent: true,
  refuses: [...maySetWebhookRefuses, invalidInput, webhookNotFound],
  uses: { updateWebhook },

  answer: async (input, { updateWebhook }, { development }) => {
    const url = input.url === undefined ? undefined : acceptedUrl(input.url, development);
    if (isRefusal(url)) return url;
    const changed = await updateWebhook({ ...input, ...(url !== undefined && { url }) }, { clientInput: input });
    if (isRefusal(changed)) return changed;
    const { id: webhookId, version, replayed } = changed;
    return {
      body: { webhookId, version },
      headers: { etag: `"${version}"`, ...(replayed && { 'idempotent-replayed': 'true' }) },
    };
  },
});
