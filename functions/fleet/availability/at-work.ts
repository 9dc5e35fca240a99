import type { Booking } from '@waybill/kernel';

/**
 * The current status of a driver or vehicle, by the last of its bookings that has begun. A late delivery holds its
 * booking until it is over.
 */
export const atWork = <Standing extends string>(standing: Standing, begun: Booking | undefined) => {
  const current = standing === 'Available' ? begun : undefined;
  return {
    status: current ? ('Assigned' as const) : standing,
    currentDeliveryId: current?.holder ?? null,
  };
};
