import type { DeliveryStatus } from '#events/deliveries';

/** A live delivery holds its driver, its vehicle and its route. */
export const isLive = (status: DeliveryStatus): boolean =>
  status === 'PickedUp' || status === 'InTransit' || status === 'OutForDelivery';
