import { type Booking, overlaps, type Window } from '@waybill/kernel';

/** Whether a driver or vehicle could be booked for the window. */
export const isFree = (standing: string, held: readonly Booking[], window: Window): boolean =>
  standing === 'Available' && !held.some((booking) => overlaps(booking, window));
