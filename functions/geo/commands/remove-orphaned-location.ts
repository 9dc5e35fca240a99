import { command, deleteRecord, z } from '@waybill/kernel';
import { LocationRemoved } from '#events/geo';
import { location } from '../location/location.ts';
import { checkId, isDayOld, keepCheck, locationChecks } from '../location/location-checks.ts';

/**
 * Has no HTTP route: the nightly job sends it. Whether a contact refers to the location is eventually consistent; that
 * the location was neither registered nor referred to for a day is not, because a reference renews it.
 */
export const removeOrphanedLocation = command({
  summary: 'Remove a location that nothing refers to',
  role: 'owner',
  input: z.strictObject({ locationId: z.string(), isReferredTo: z.boolean() }),
  on: location,
  writes: { locationChecks },

  decide: ({ kept, removed, since }, { locationId, isReferredTo }, _, { now, caller: { orgId } }) => {
    const done = deleteRecord(locationChecks, checkId(orgId, locationId));
    // The deletion of a contact has its location looked at again.
    if (kept || removed || isReferredTo) return [done];
    return isDayOld(since, now) ? [LocationRemoved({}), done] : [keepCheck(orgId, locationId, since)];
  },
});
