import type { PublishedEvent, RecordReader, RecordWriter } from '@waybill/kernel';
import type { WebhookTarget } from '../targets.ts';
import { keptDays } from './attempts.ts';
import type { WebhookDelivery } from './deliveries.ts';
import type { WebhookMessage } from './queue.ts';

/** Longer than an attempt can take. After that it was interrupted, and is made again. */
const busyMs = 30_000;

interface Access {
  readonly webhookTargets: RecordReader<WebhookTarget>;
  readonly webhookDeliveries: RecordWriter<WebhookDelivery>;
}

export type Claimed =
  | { readonly next: 'attempt'; readonly target: WebhookTarget; readonly delivery: WebhookDelivery }
  /** The same attempt is being made, for another copy of the message. */
  | { readonly next: 'wait'; readonly seconds: number }
  | { readonly next: 'nothing' };

export const expiryOf = (since: string): string => new Date(Date.parse(since) + keptDays * 86_400_000).toISOString();

/**
 * Decides whether this message still leads to an attempt, and records that it begins. Of several copies of a message one
 * gets the attempt; a message of an attempt that was made leads to nothing.
 */
export const claim = async (
  message: WebhookMessage,
  { webhookTargets, webhookDeliveries }: Access,
  now: string,
  org: string,
): Promise<Claimed> => {
  const { webhookId, webhookDeliveryId, round, since, attempt } = message;
  const target = (await webhookTargets.get(webhookId))?.data;
  if (!target?.enabled || target.organizationId !== org) return { next: 'nothing' };
  const known = (await webhookDeliveries.get(webhookDeliveryId))?.data;
  const event = known?.event ?? (message.event as PublishedEvent | undefined);
  // It was kept for 30 days.
  if (!event) return { next: 'nothing' };
  if (known?.round === round) {
    const { status, attempts, busyUntil = '' } = known;
    if (status === 'Delivered' || status === 'Failed') return { next: 'nothing' };
    if (attempts > attempt || (attempts === attempt && status !== 'Attempting')) return { next: 'nothing' };
    if (status === 'Attempting' && busyUntil > now)
      return { next: 'wait', seconds: Math.ceil((Date.parse(busyUntil) - Date.parse(now)) / 1000) };
  } else if (known && !begins(message, known)) return { next: 'nothing' };
  const delivery: WebhookDelivery = {
    organizationId: org,
    webhookId,
    event,
    round,
    since,
    attempts: attempt,
    status: 'Attempting',
    busyUntil: new Date(Date.parse(now) + busyMs).toISOString(),
  };
  await webhookDeliveries.put(webhookDeliveryId, delivery, expiryOf(since));
  return { next: 'attempt', target, delivery };
};

/** A replay begins a round with its first attempt. Messages of earlier rounds, and late copies of the event, do not. */
const begins = ({ round, since, attempt }: WebhookMessage, known: WebhookDelivery): boolean =>
  round !== '' && attempt === 1 && since >= known.since;
