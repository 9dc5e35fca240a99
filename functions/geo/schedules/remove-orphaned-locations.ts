import { expired, isRefusal, schedule } from '@waybill/kernel';
import { removeOrphanedLocation } from '../commands/remove-orphaned-location.ts';
import { checksDueBefore, locationChecks } from '../location/location-checks.ts';
import { contactPlace } from '../projections/contact-place.ts';

const atOnce = 25;

/** Removes locations that nothing refers to, a day after they were last registered or referred to. */
export const removeOrphanedLocations = schedule({
  name: 'removeOrphanedLocations',
  every: 'cron(15 2 * * ? *)',
  reads: { dueChecks: expired(locationChecks), places: contactPlace },
  uses: { removeOrphanedLocation },

  page: async ({ dueChecks }, _, { now, inOrg }) => {
    const found = await dueChecks(checksDueBefore(now().toISOString()), atOnce);
    let [settled, affected] = [0, 0];
    for (const { data } of found) {
      const { organizationId, locationId } = data;
      const { places, removeOrphanedLocation } = inOrg(organizationId);
      const { keys } = await places.keys('location', { by: locationId, most: 1 });
      const done = await removeOrphanedLocation({ locationId, isReferredTo: keys.length > 0 });
      // A refusal is counted in the metrics, and the record is found again by the next run.
      if (isRefusal(done)) continue;
      settled++;
      if (done.wrote) affected++;
    }
    // The index is eventually consistent: a page of records that are settled already must not repeat for ever.
    return { affected, next: found.length === atOnce && settled > 0 ? 'the next ones' : undefined };
  },
});
