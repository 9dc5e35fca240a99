import { command, mustBe, putRecord, z } from '@waybill/kernel';
import { WebhookSecretRotated } from '#events/comms';
import { members } from '#events/organizations';
import { maySetWebhook, maySetWebhookRefuses } from '../../domain/webhooks/may-set-webhook.ts';
import { webhookNotFound } from '../../domain/webhooks/problems.ts';
import { webhookTargets } from '../../domain/webhooks/targets.ts';
import { webhook } from '../../domain/webhooks/webhook.ts';

/** How long requests are signed with the old secret, too, so that the new one can be deployed. */
const overlapMs = 24 * 3_600_000;

export const replaceWebhookSecret = command({
  summary: 'Rotate the secret of a webhook',
  role: 'owner',
  input: z.strictObject({ webhookId: z.string(), secret: z.string().describe('The new secret, encrypted.') }),
  on: webhook,
  refuses: [...maySetWebhookRefuses, webhookNotFound],
  reads: {
    organization: { of: members, id: (_, { caller }) => caller.orgId },
    target: { of: webhookTargets, id: ({ webhookId }) => webhookId },
  },
  writes: { webhookTargets },

  begin: (_, { organization }, { caller }) => mustBe('owner', organization, caller) ?? webhookNotFound(),
  decide: ({ deleted }, { webhookId, secret }, { organization, target }, { caller, now }) => {
    const no = maySetWebhook(organization, caller);
    if (no) return no;
    if (deleted || !target) return webhookNotFound();
    const oldUntil = new Date(Date.parse(now) + overlapMs).toISOString();
    return [
      WebhookSecretRotated({ oldUntil }),
      putRecord(webhookTargets, webhookId, { ...target, secret, old: { secret: target.secret, until: oldUntil } }),
    ];
  },
  responseSchema: z.object({ oldUntil: z.iso.datetime() }),
  respond: (_, { events }) => ({ oldUntil: events[0]?.data.oldUntil }),
});
