import { aggregate } from '@waybill/kernel';
import { LocationKept, LocationRegistered, LocationRemoved, LocationRenewed } from '#events/geo';
import type { Place } from './place.ts';

export interface Location {
  readonly place: Place;
  /** When it was last registered or referred to: until a day after it, it is kept in any case. */
  readonly since: string;
  readonly registeredAt: string;
  /** A route or a delivery refers to it. */
  readonly kept: boolean;
  readonly removed: boolean;
}

export const location = aggregate('geo', 'location')
  .begin(
    LocationRegistered,
    (place, { at }): Location => ({ place, since: at, registeredAt: at, kept: false, removed: false }),
  )
  .on(LocationRenewed, (location, _, { at }) => ({ ...location, since: at }))
  .on(LocationKept, (location) => ({ ...location, kept: true }))
  .on(LocationRemoved, (location) => ({ ...location, removed: true }));

/** The location, unless it was removed. */
export const existing = (location: Location | undefined): Location | undefined =>
  location?.removed ? undefined : location;
