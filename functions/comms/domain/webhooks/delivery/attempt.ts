import { type AccessOf, budgets, declares, type WorkerContext } from '@waybill/kernel';
import { disableWebhook } from '../../../commands/webhooks/disable-webhook.ts';
import { webhookKey, webhookTargets } from '../targets.ts';
import { attemptSort, keptSeconds, type WebhookAttempt, webhookAttempts } from './attempts.ts';
import { claim } from './claim.ts';
import { webhookDeliveries } from './deliveries.ts';
import { slowAttempts, slowMs } from './limits.ts';
import { type WebhookMessage, webhookMessages } from './queue.ts';
import { nextAttemptAt, retriedMs } from './retries.ts';
import { type Sent, send } from './send.ts';
import { settle } from './settle.ts';

export const attemptNeeds = declares({
  reads: { webhookKey },
  writes: { webhookTargets, webhookDeliveries, webhookAttempts },
  uses: { webhookMessages, disableWebhook, budgets },
});
type Access = AccessOf<typeof attemptNeeds>;
type Context = WorkerContext<Access>;

/** The longest delay of a message, in seconds: one that is due later is sent again until then. */
const longestDelay = 900;

export const attemptDelivery = async (message: WebhookMessage, access: Access, context: Context): Promise<void> => {
  const { now, transact, org, development } = context;
  const { webhookId, webhookDeliveryId, since, attempt } = message;
  const later = (seconds: number, next = message) =>
    access.webhookMessages(next, { delaySeconds: Math.min(Math.max(Math.ceil(seconds), 0), longestDelay) });

  // 1. Not due yet.
  const wait = (Date.parse(message.due) - now().getTime()) / 1000;
  if (wait > 0) return later(wait);

  // 2. Take one of the attempts that the webhook may have at a time.
  const use = await access.budgets([{ budget: slowAttempts, key: webhookId }]);
  const isOver = now().getTime() >= Date.parse(since) + retriedMs;
  if (!use.granted && !isOver) return later(use.retryAfter);

  // 3. Claim the attempt: other copies of the message then do nothing.
  const claimed = await transact((access) => claim(message, access, now().toISOString(), org));
  if (claimed.next !== 'attempt') {
    if (use.granted) await use.settle('succeeded');
    return claimed.next === 'wait' ? later(claimed.seconds) : undefined;
  }

  // 4. Send it.
  const at = now();
  const { target, delivery } = claimed;
  const { event } = delivery;
  const sending = {
    webhookId,
    target,
    webhookDeliveryId,
    event,
    stageKey: await access.webhookKey(),
    now: at,
    development,
  };
  const sent = use.granted ? await send(sending) : tooSlow;
  if (use.granted) await use.settle(sent.durationMs < slowMs ? 'succeeded' : 'failed');

  // 5. Send the next message before the outcome is recorded: if this is interrupted, it is one too many, not too few.
  const { retryAfterSeconds } = sent;
  const nextAt =
    sent.outcome === 'Delivered' || sent.status === 410
      ? undefined
      : nextAttemptAt({ webhookDeliveryId, attempt, since, retryAfterSeconds }, now().toISOString());
  const { event: _, ...rest } = message;
  if (nextAt)
    await later((Date.parse(nextAt) - now().getTime()) / 1000, { ...rest, attempt: attempt + 1, due: nextAt });

  // 6. Record the outcome.
  await transact((access) => settle(message, sent, nextAt !== undefined, access, now().toISOString()));
  const entry = attemptOf(message, event, sent, at.toISOString(), nextAt);
  await access.webhookAttempts.append(webhookId, { sort: attemptSort(entry), data: entry }, keptSeconds);
};

const tooSlow: Sent = {
  outcome: 'Failed',
  reason: 'It was not attempted: for a day the server was too slow for the number of its events.',
  durationMs: 0,
};

const attemptOf = (
  { webhookDeliveryId, attempt }: WebhookMessage,
  { id: eventId, type: eventType }: { readonly id: string; readonly type: string },
  { outcome, status, reason, durationMs }: Sent,
  at: string,
  nextAttemptAt: string | undefined,
): WebhookAttempt => ({
  ...{ webhookDeliveryId, eventId, eventType, at, attempt, outcome, durationMs },
  ...(status !== undefined && { status }),
  ...(reason !== undefined && { reason }),
  ...(nextAttemptAt !== undefined && { nextAttemptAt }),
});
