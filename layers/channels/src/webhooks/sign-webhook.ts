import { createHmac } from 'node:crypto';
import { bytesOf } from './webhook-secret.ts';

export interface Webhook {
  /** The same for each attempt, without a dot. */
  readonly id: string;
  /** Of the attempt, seconds since 1970. */
  readonly timestamp: number;
  /** Exactly as it is sent. */
  readonly body: string;
}

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs a webhook (https://github.com/standard-webhooks/standard-webhooks, HMAC-SHA-256): one signature for each secret,
 * so that receivers know either while a secret is being replaced.
 */
export const signWebhook = (webhook: Webhook, secrets: readonly string[]): WebhookHeaders => ({
  'webhook-id': webhook.id,
  'webhook-timestamp': `${webhook.timestamp}`,
  'webhook-signature': secrets.map((secret) => `v1,${signatureOf(webhook, secret).toString('base64')}`).join(' '),
});

export const signatureOf = ({ id, timestamp, body }: Webhook, secret: string): Buffer =>
  createHmac('sha256', bytesOf(secret)).update(`${id}.${timestamp}.${body}`).digest();
