import type { DeliveryStatus } from '#events/deliveries';

/** A live delivery holds its driver, its vehicle and its route. */
export const isLive = (status: DeliveryStatus): boolean => status === 'PickedUp' || isUnderWay(status);

/** A delivery under way is on the board. */
export const isUnderWay = (status: DeliveryStatus): boolean => status === 'InTransit' || status === 'OutForDelivery';
