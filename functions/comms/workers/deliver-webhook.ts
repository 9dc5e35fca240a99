import { worker } from '@waybill/kernel';
import { attemptDelivery, attemptNeeds } from '../domain/webhooks/delivery/attempt.ts';
import { mostSenders } from '../domain/webhooks/delivery/limits.ts';
import { webhookMessages } from '../domain/webhooks/delivery/queue.ts';

/** Sends events to webhooks. A server that fails is an outcome, not a failure of the message. */
export const deliverWebhook = worker({
  name: 'deliverWebhook',
  queue: webhookMessages,
  maxConcurrency: mostSenders,
  ...attemptNeeds,
  work: attemptDelivery,
});
