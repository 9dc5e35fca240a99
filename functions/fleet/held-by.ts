import type { Booking } from '@waybill/kernel';

/** The bookings of each driver or vehicle, found by its id. */
export const heldBy = (bookings: readonly Booking[]): ((id: string) => readonly Booking[]) => {
  const byId = Map.groupBy(bookings, ({ id }) => id);
  return (id) => byId.get(id) ?? [];
};
