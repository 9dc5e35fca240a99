import type { CustomerMessage } from '#events/comms';
import type { DeliveryStatus } from '#events/deliveries';

const current: Readonly<Record<CustomerMessage, readonly DeliveryStatus[]>> = {
  PickedUp: ['PickedUp', 'InTransit'],
  OutForDelivery: ['OutForDelivery'],
  Delivered: ['Delivered'],
  Failed: ['Failed'],
  Late: ['PickedUp', 'InTransit', 'OutForDelivery'],
};

/** Whether a message still says what is true. Events may arrive late and in another order. */
export const isCurrent = (message: CustomerMessage, status: DeliveryStatus): boolean =>
  current[message].includes(status);
