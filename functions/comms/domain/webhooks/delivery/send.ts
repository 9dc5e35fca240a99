import { safeFetch, signWebhook } from '@waybill/channels/webhooks';
import type { Development } from '@waybill/kernel';
import { secretsOf, type WebhookTarget } from '../targets.ts';
import { safely } from '../url.ts';

export interface Sending {
  readonly webhookId: string;
  readonly target: WebhookTarget;
  /** The `webhook-id`: the same for each attempt. */
  readonly webhookDeliveryId: string;
  readonly event: object;
  readonly stageKey: string;
  readonly now: Date;
  readonly development: Development | undefined;
  readonly timeoutMs?: number;
}

export interface Sent {
  readonly outcome: 'Delivered' | 'Failed';
  readonly status?: number;
  readonly reason?: string;
  readonly durationMs: number;
  readonly retryAfterSeconds?: number;
  /** The beginning of the answer's body. Only a test call shows it. */
  readonly answer?: string;
}

/** Sends one signed request, within ten seconds. */
export const send = async ({
  target,
  webhookId,
  webhookDeliveryId,
  event,
  stageKey,
  now,
  ...how
}: Sending): Promise<Sent> => {
  const body = JSON.stringify(event);
  const secrets = secretsOf(target, webhookId, stageKey, now.toISOString());
  const timestamp = Math.floor(now.getTime() / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Waybill-Webhooks/1',
    ...signWebhook({ id: webhookDeliveryId, timestamp, body }, secrets),
  };
  const begun = performance.now();
  const options = { ...safely(how.development), timeoutMs: how.timeoutMs ?? 10_000 };
  const answer = await safeFetch(target.url, { method: 'POST', headers, body }, options);
  const durationMs = Math.round(performance.now() - begun);
  if (answer.outcome !== 'answered') return { outcome: 'Failed', reason: answer.reason, durationMs };
  const { status, body: text, retryAfterSeconds } = answer;
  const about = { status, durationMs, answer: text, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  if (status >= 200 && status < 300) return { outcome: 'Delivered', ...about };
  return { outcome: 'Failed', reason: reasonOf(status), ...about };
};

const reasonOf = (status: number): string => {
  if (status === 410) return 'It answered 410: it wants no more events.';
  if (status >= 300 && status < 400) return `It answered ${status}: redirects are not followed.`;
  return `It answered ${status}.`;
};
