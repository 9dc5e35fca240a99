import { type Booking, overlaps, type Window } from '@waybill/kernel';

/**
 * Whether a driver or vehicle is free for the window. Bookings do not overlap, so only the last booking that begins
 * before the window ends is checked.
 */
export const isFree = (last: Booking | undefined, window: Window): boolean => !last || !overlaps(last, window);
