import { recordStore } from '@waybill/kernel';

/** A delivery with a promised window, and the organization that it belongs to. */
export interface LatenessCheck {
  readonly organizationId: string;
  readonly deliveryId: string;
}

/** Deliveries that are looked at when their promised window ends. Found by their expiry, across organizations. */
export const latenessChecks = recordStore<LatenessCheck>('comms', 'lateness-check');

/** How late the job may be: DynamoDB deletes the records after that. */
const delayMs = 30 * 86_400_000;
const later = (moment: string) => new Date(Date.parse(moment) + delayMs).toISOString();

export const latenessCheckId = (organizationId: string, deliveryId: string): string =>
  `${organizationId} ${deliveryId}`;

/** When the check of a window that ends at `to` expires. */
export const checkUntil = later;

/** Checks that are due by now expire before this. */
export const checksDueBefore = later;
