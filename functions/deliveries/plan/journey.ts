import type { DeliveryStatus } from '#events/deliveries';

/** The allowed transitions. A failed delivery can be retried; `Delivered` and `Cancelled` are final. */
export const journey: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  PickedUp: ['InTransit', 'Failed', 'Cancelled'],
  InTransit: ['OutForDelivery', 'Failed', 'Cancelled'],
  OutForDelivery: ['Delivered', 'Failed', 'Cancelled'],
  Delivered: [],
  Failed: ['PickedUp', 'Cancelled'],
  Cancelled: [],
};
