import { type Booking, overlaps, type Window } from '@waybill/kernel';

/**
 * Whether a driver or vehicle could be booked for the window, by the last of its bookings that begins before the window ends: they do
 * not overlap, so if this one does not reach into the window, none does.
 */
export const isFree = (last: Booking | undefined, window: Window): boolean => !last || !overlaps(last, window);
