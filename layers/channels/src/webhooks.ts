/** Apart from the index: what sends webhooks is bundled without the channels. */
export { isPublicAddress } from './http/is-public-address.ts';
export type { SafeAnswer } from './http/safe-answer.ts';
export { checkedUrl, type SafeOptions, type SafeRequest, safeFetch } from './http/safe-fetch.ts';
export { openSecret, sealSecret } from './webhooks/sealed-secret.ts';
export { signWebhook, type Webhook, type WebhookHeaders } from './webhooks/sign-webhook.ts';
export { verifyWebhook, webhookTolerance } from './webhooks/verify-webhook.ts';
export { newWebhookSecret } from './webhooks/webhook-secret.ts';
