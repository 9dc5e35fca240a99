import type { Booking } from '@waybill/kernel';

/** The deliveries that hold these bookings. */
export const holdersOf = (held: readonly Booking[]) => ({ deliveries: held.map(({ holder }) => holder) });
