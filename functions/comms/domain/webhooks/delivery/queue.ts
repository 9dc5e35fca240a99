import { id, queue, z } from '@waybill/kernel';

/** An attempt to deliver an event to a webhook, at the earliest at `due`. */
export const WebhookMessage = z.strictObject({
  webhookId: id(),
  webhookDeliveryId: id(),
  round: z.string(),
  since: z.iso.datetime(),
  attempt: z.int().min(1),
  due: z.iso.datetime(),
  /** As published, without personal fields. Later attempts take it from the record of the delivery. */
  event: z.looseObject({ id: z.string(), type: z.string() }).optional(),
});
export type WebhookMessage = z.infer<typeof WebhookMessage>;

export const webhookMessages = queue('webhooks', WebhookMessage);
