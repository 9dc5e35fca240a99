import { command, mustBe, putRecord, z } from '@waybill/kernel';
import {
  WebhookDescriptionChanged,
  WebhookDisabled,
  WebhookEnabled,
  WebhookEventTypesChanged,
  WebhookUrlChanged,
} from '#events/comms';
import { members } from '#events/organizations';
import { maySetWebhook, maySetWebhookRefuses } from '../../domain/webhooks/may-set-webhook.ts';
import { webhookNotFound } from '../../domain/webhooks/problems.ts';
import { putSubscription, webhookSubscriptions } from '../../domain/webhooks/subscriptions.ts';
import { webhookTargets } from '../../domain/webhooks/targets.ts';
import { webhook } from '../../domain/webhooks/webhook.ts';

const isSame = (a: readonly string[], b: readonly string[]) => a.join() === b.join();

export const updateWebhook = command({
  summary: 'Change a webhook',
  role: 'owner',
  input: z.strictObject({
    webhookId: z.string(),
    url: z.string().optional(),
    eventTypes: z.array(z.string()).optional(),
    description: z.string().nullable().optional(),
    enabled: z.boolean().optional(),
  }),
  on: webhook,
  refuses: [...maySetWebhookRefuses, webhookNotFound],
  reads: {
    organization: { of: members, id: (_, { caller }) => caller.orgId },
    subscriptions: { of: webhookSubscriptions, id: (_, { caller }) => caller.orgId },
    target: { of: webhookTargets, id: ({ webhookId }) => webhookId },
  },
  writes: { webhookSubscriptions, webhookTargets },

  // The right is checked first, so that a refusal does not reveal whether it exists.
  begin: (_, { organization }, { caller }) => mustBe('owner', organization, caller) ?? webhookNotFound(),
  decide: (before, { webhookId, ...wanted }, { organization, subscriptions, target }, { caller }) => {
    const no = maySetWebhook(organization, caller);
    if (no) return no;
    if (before.deleted || !target) return webhookNotFound();
    const { url = before.url, eventTypes = before.eventTypes, enabled = !before.disabled } = wanted;
    const description = wanted.description === undefined ? before.description : (wanted.description ?? undefined);
    const changes = [
      ...(url === before.url ? [] : [WebhookUrlChanged({ url })]),
      ...(isSame(eventTypes, before.eventTypes) ? [] : [WebhookEventTypesChanged({ eventTypes: [...eventTypes] })]),
      ...(description === before.description ? [] : [WebhookDescriptionChanged({ description })]),
      ...(enabled === !before.disabled ? [] : [enabled ? WebhookEnabled({}) : WebhookDisabled({ reason: 'by-owner' })]),
    ];
    if (changes.length === 0) return [];
    // A new URL and a new beginning have not failed yet.
    const isFresh = url !== before.url || (enabled && before.disabled !== undefined);
    const failingSince = isFresh ? undefined : target.failingSince;
    return [
      ...changes,
      putSubscription(subscriptions, caller.orgId, webhookId, { eventTypes, enabled }),
      putRecord(webhookTargets, webhookId, { ...target, url, enabled, failingSince }),
    ];
  },
});
