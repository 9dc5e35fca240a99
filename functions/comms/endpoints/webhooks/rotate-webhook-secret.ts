import { newWebhookSecret } from '@waybill/channels/webhooks';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { replaceWebhookSecret } from '../../commands/webhooks/replace-webhook-secret.ts';
import { issuedSecret, webhookId } from '../../domain/webhooks/fields.ts';
import { maySetWebhookRefuses } from '../../domain/webhooks/may-set-webhook.ts';
import { webhookNotFound } from '../../domain/webhooks/problems.ts';
import { sealed, webhookKey } from '../../domain/webhooks/targets.ts';

export const rotateWebhookSecret = endpoint({
  summary: 'Rotate the secret of a webhook',
  description:
    'For 24 hours requests are signed with the old secret, too: a receiver that knows one of them accepts the request. Only the first answer has the new secret. A second rotation within that time ends the oldest secret.',
  route: 'POST /webhooks/{webhookId}/secret/rotation',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({ webhookId: webhookId() }),
  example: { webhookId: exampleIds.webhook },
  output: z.object({
    ...issuedSecret,
    oldUntil: z.iso.datetime().describe('Until when requests are signed with the old secret, too.'),
  }),
  idempotent: true,
  refuses: [...maySetWebhookRefuses, webhookNotFound],
  reads: { webhookKey },
  uses: { replaceWebhookSecret },

  answer: async (input, { webhookKey, replaceWebhookSecret }, { caller: { orgId } }) => {
    const { webhookId } = input;
    const plain = newWebhookSecret();
    const secret = sealed(plain, orgId, webhookId, await webhookKey());
    const rotated = await replaceWebhookSecret({ webhookId, secret }, { clientInput: input });
    if (isRefusal(rotated)) return rotated;
    const { version, replayed, more } = rotated;
    return {
      body: { webhookId, version, oldUntil: String(more.oldUntil), ...(!replayed && { secret: plain }) },
      headers: { etag: `"${version}"`, ...(replayed && { 'idempotent-replayed': 'true' }) },
    };
  },
});
