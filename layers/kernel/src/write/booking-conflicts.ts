import type { Intent } from './decision.ts';
import { type Booking, overlaps, widened } from './resource.ts';
import type { UnitOfWork } from './unit/unit-of-work.ts';

/**
 * The existing bookings that overlap those which a decision requests. The commit fails if bookings of the same
 * resources are made after this.
 */
export const bookingConflicts = async (
  unit: UnitOfWork,
  intents: readonly Intent[],
  org: string,
  holder: string,
): Promise<readonly Booking[]> => {
  const wanted = intents.filter((it) => it.intent === 'book').filter(({ resource }) => resource.exclusive);
  const found = await Promise.all(
    wanted.map(async ({ resource, id, window, buffer }): Promise<readonly Booking[]> => {
      const wide = buffer ? widened(window, buffer) : window;
      const held = await unit.bookings(org, resource, id);
      return held.filter((booking) => booking.holder !== holder && overlaps(wide, booking));
    }),
  );
  return found.flat();
};
