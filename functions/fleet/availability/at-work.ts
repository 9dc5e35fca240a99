import type { Booking } from '@waybill/kernel';

/**
 * What a driver or vehicle does now, by the last of its bookings that has begun. A late delivery holds its booking, and so its
 * driver, until it is over.
 */
export const atWork = <Standing extends string>(standing: Standing, begun: Booking | undefined) => {
  const current = standing === 'Available' ? begun : undefined;
  return {
    status: current ? ('Assigned' as const) : standing,
    currentDeliveryId: current?.holder ?? null,
  };
};
