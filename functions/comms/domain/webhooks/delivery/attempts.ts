import { log, z } from '@waybill/kernel';

/** How long deliveries and attempts are kept. */
export const keptDays = 30;
export const keptSeconds = keptDays * 86_400;

/** One request to a webhook. Nothing of the answer's body is kept: it may contain anything. */
export const WebhookAttempt = z
  .object({
    webhookDeliveryId: z
      .string()
      .describe('The delivery, the `webhook-id` of its requests: the same for all its attempts.'),
    eventId: z.string().describe('The event.'),
    eventType: z.string().describe('Its type; `ping` for a test.'),
    at: z.iso.datetime().describe('When it was attempted.'),
    attempt: z.int().describe('The number of the attempt, from 1; a replay begins again.'),
    outcome: z.enum(['Delivered', 'Failed']).describe('Whether the server answered with a status 2xx in time.'),
    status: z.int().optional().describe('The status of the answer, if there was one.'),
    reason: z.string().optional().describe('Why it failed.'),
    durationMs: z.int().describe('How long it took, in milliseconds.'),
    nextAttemptAt: z.iso.datetime().optional().describe('When it is tried again. Absent: not any more.'),
  })
  .meta({ id: 'WebhookAttempt', description: 'A request to a webhook, and what came of it.' });
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

/** The attempts of each webhook, by time. */
export const webhookAttempts = log('comms', 'webhook-attempt');

export const attemptSort = ({ at, webhookDeliveryId, attempt }: WebhookAttempt): string =>
  `${at}#${webhookDeliveryId}#${attempt}`;
