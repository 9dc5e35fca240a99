import { newWebhookSecret } from '@waybill/channels/webhooks';
import { endpoint, invalidInput, isRefusal, z } from '@waybill/kernel';
import { registerWebhook } from '../../commands/webhooks/register-webhook.ts';
import { eventTypes } from '../../domain/webhooks/event-types.ts';
import { description, issuedSecret } from '../../domain/webhooks/fields.ts';
import { maySetWebhookRefuses } from '../../domain/webhooks/may-set-webhook.ts';
import { tooManyWebhooks } from '../../domain/webhooks/problems.ts';
import { sealed, webhookKey } from '../../domain/webhooks/targets.ts';
import { acceptedUrl, webhookUrl } from '../../domain/webhooks/url.ts';

export const createWebhook = endpoint({
  summary: 'Create a webhook',
  description:
    'Events of these types are sent to the URL from now on, signed with the secret. Only the first answer has the secret. An organization has at most 20 webhooks.',
  route: 'POST /webhooks',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  status: 201,
  input: z.strictObject({ url: webhookUrl(), eventTypes: eventTypes(), description: description() }),
  example: { url: 'https://example.com/waybill', eventTypes: ['DeliveryStatusChanged'], description: 'Our shop' },
  output: z.object(issuedSecret),
  idempotent: true,
  refuses: [...maySetWebhookRefuses, invalidInput, tooManyWebhooks],
  reads: { webhookKey },
  uses: { registerWebhook },

  answer: async (input, { webhookKey, registerWebhook }, { caller: { orgId }, newId, development }) => {
    const url = acceptedUrl(input.url, development);
    if (isRefusal(url)) return url;
    const [webhookId, plain] = [newId('webhook'), newWebhookSecret()];
    const secret = sealed(plain, orgId, webhookId, await webhookKey());
    const created = await registerWebhook({ ...input, webhookId, url, secret }, { clientInput: input });
    if (isRefusal(created)) return created;
    const { version, replayed } = created;
    return {
      body: { webhookId, version, ...(!replayed && { secret: plain }) },
      headers: {
        etag: `"${version}"`,
        location: `/v1/webhooks/${webhookId}`,
        ...(replayed && { 'idempotent-replayed': 'true' }),
      },
    };
  },
});
