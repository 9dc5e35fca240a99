import type { RecordWriter, Send } from '@waybill/kernel';
import type { WebhookDisabledReason } from '#events/comms';
import type { WebhookTarget } from '../targets.ts';
import { expiryOf } from './claim.ts';
import type { WebhookDelivery } from './deliveries.ts';
import type { WebhookMessage } from './queue.ts';
import type { Sent } from './send.ts';

/** A webhook that only fails is disabled after three days. */
const failingMs = 3 * 86_400_000;

interface Access {
  readonly webhookTargets: RecordWriter<WebhookTarget>;
  readonly webhookDeliveries: RecordWriter<WebhookDelivery>;
  readonly disableWebhook: Send<{ readonly webhookId: string; readonly reason: WebhookDisabledReason }>;
}

/** Records the outcome of an attempt, and disables a webhook that is gone or has failed for three days. */
export const settle = async (
  { webhookId, webhookDeliveryId, round, attempt }: WebhookMessage,
  { outcome, status }: Pick<Sent, 'outcome' | 'status'>,
  willRetry: boolean,
  { webhookTargets, webhookDeliveries, disableWebhook }: Access,
  now: string,
): Promise<unknown> => {
  const delivery = (await webhookDeliveries.get(webhookDeliveryId))?.data;
  if (delivery?.round === round && delivery.attempts === attempt) {
    const after = outcome === 'Delivered' ? 'Delivered' : willRetry ? 'Waiting' : 'Failed';
    const next = { ...delivery, status: after, busyUntil: undefined } as const;
    await webhookDeliveries.put(webhookDeliveryId, next, expiryOf(delivery.since));
  }
  const target = (await webhookTargets.get(webhookId))?.data;
  if (!target?.enabled) return undefined;
  if (outcome === 'Delivered') {
    if (target.failingSince === undefined) return undefined;
    return webhookTargets.put(webhookId, { ...target, failingSince: undefined });
  }
  if (status === 410) return disableWebhook({ webhookId, reason: 'gone' });
  const { failingSince } = target;
  if (failingSince === undefined) return webhookTargets.put(webhookId, { ...target, failingSince: now });
  if (Date.parse(now) - Date.parse(failingSince) >= failingMs) return disableWebhook({ webhookId, reason: 'failing' });
  return undefined;
};
