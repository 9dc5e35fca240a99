import type { DeliveryStatus } from '#events/deliveries';

/** Where a delivery may go next. A failed one may be tried again; a delivered or a cancelled one rests. */
export const journey: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  PickedUp: ['InTransit', 'Failed', 'Cancelled'],
  InTransit: ['OutForDelivery', 'Failed', 'Cancelled'],
  OutForDelivery: ['Delivered', 'Failed', 'Cancelled'],
  Delivered: [],
  Failed: ['PickedUp', 'Cancelled'],
  Cancelled: [],
};
