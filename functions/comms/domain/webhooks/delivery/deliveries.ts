import { newId, type PublishedEvent, recordStore } from '@waybill/kernel';

/** An event for a webhook, and how far its delivery has come. Created by its first attempt, and kept for replays. */
export interface WebhookDelivery {
  readonly organizationId: string;
  readonly webhookId: string;
  readonly event: PublishedEvent;
  /** Empty for the first time, then the id of the last replay. */
  readonly round: string;
  /** When the round began. */
  readonly since: string;
  /** Attempts of the round that have begun. */
  readonly attempts: number;
  readonly status: 'Attempting' | 'Waiting' | 'Delivered' | 'Failed';
  /** Until when the attempt that has begun may still be running. */
  readonly busyUntil?: string | undefined;
}

export const webhookDeliveries = recordStore<WebhookDelivery>('comms', 'webhook-delivery');

/** The same each time that the bus delivers the event. */
export const webhookDeliveryIdOf = (webhookId: string, eventId: string): string => newId(`${webhookId} ${eventId}`);
