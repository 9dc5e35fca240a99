import type { Booking } from '@waybill/kernel';

/** What a driver or vehicle does now. A late delivery holds its booking, and so its driver, until it is over. */
export const atWork = <Standing extends string>(standing: Standing, held: readonly Booking[], now: string) => {
  const begun = held.filter(({ from }) => from <= now).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const current = standing === 'Available' ? begun.at(-1) : undefined;
  return {
    status: current ? ('Assigned' as const) : standing,
    currentDeliveryId: current?.holder ?? null,
  };
};
