import type { Booking } from '@waybill/kernel';

interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The bookings that touch the range, in time order; an end that is left open is never reached. */
export const bookingsWithin = (bookings: readonly Booking[], { from, to }: Range): readonly Booking[] =>
  bookings
    .filter((booking) => (to === undefined || booking.from < to) && (from === undefined || from < booking.to))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
