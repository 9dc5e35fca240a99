import { command, deleteRecord, z } from '@waybill/kernel';
import { LocationId, LocationKept, LocationRegistered } from '#events/geo';
import { location } from '../location/location.ts';
import { checkId, locationChecks } from '../location/location-checks.ts';

/**
 * Has no HTTP route: a reaction sends it. A location that the nightly job removed after a route or delivery had checked
 * it begins anew: its place is in its history.
 */
export const keepLocation = command({
  summary: 'Keep a location that a route or a delivery refers to',
  role: 'owner',
  input: z.strictObject({ locationId: LocationId }),
  on: location,
  about: ({ locationId }) => locationId,
  idSchema: LocationId,
  writes: { locationChecks },

  decide: ({ kept, removed, place }, { locationId }, _, { caller: { orgId } }) => {
    if (kept && !removed) return [];
    const anew = removed ? [LocationRegistered(place)] : [];
    return [...anew, LocationKept({}), deleteRecord(locationChecks, checkId(orgId, locationId))];
  },
});
