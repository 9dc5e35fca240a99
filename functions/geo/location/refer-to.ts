import { appendTo } from '@waybill/kernel';
import { LocationRegistered, LocationRenewed } from '#events/geo';
import { locationNotFound } from '../problems.ts';
import { existing, type Location } from './location.ts';
import { needsRenewal } from './location-checks.ts';
import { locationIdOf } from './location-id.ts';
import type { Place } from './place.ts';

interface Referring {
  /** A place in full, which is registered if it is new … */
  readonly location?: Place | undefined;
  /** … or a registered one. */
  readonly locationId?: string | undefined;
}

/** The location that a request refers to. */
export const locationReferredTo = ({ location, locationId }: Referring): string | undefined =>
  locationId ?? (location && locationIdOf(location));

/**
 * What a reference writes to the stream of its location, which the command reads as `location`. A renewed location is
 * not removed within the next 12 hours: by then the job sees the reference.
 */
export const referTo = (referring: Referring, known: Location | undefined, now: string) => {
  const registered = existing(known);
  if (registered?.kept) return [];
  if (registered) return needsRenewal(registered.since, now) ? [appendTo('location', LocationRenewed({}))] : [];
  if (referring.locationId !== undefined) return locationNotFound();
  return referring.location ? [appendTo('location', LocationRegistered(referring.location))] : [];
};
