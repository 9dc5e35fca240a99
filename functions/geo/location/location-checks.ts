import { putRecord, recordStore } from '@waybill/kernel';

/** A location that may have no reference, and the organization that it belongs to. */
interface LocationCheck {
  readonly organizationId: string;
  readonly locationId: string;
}

const hourMs = 3_600_000;
const after = (moment: string, hours: number) => new Date(Date.parse(moment) + hours * hourMs).toISOString();

/** Locations that the nightly job must look at, found by the time from which they may be removed. */
export const locationChecks = recordStore<LocationCheck>('geo', 'location-check');

/** How late, in hours, the job may be: 30 days. After that DynamoDB deletes the records. */
const hoursOfDelay = 720;
/** A location without a reference is kept for a day. */
const hoursKept = 24;
/** A location that was registered this long ago is renewed when it is registered or referred to again. */
const hoursUntilRenewed = 12;

/** Records of locations that may be removed by now expire before this. */
export const checksDueBefore = (now: string): string => after(now, hoursOfDelay);

export const checkId = (organizationId: string, locationId: string): string => `${organizationId}#${locationId}`;

/** Has the job look at the location a day after `since`. */
export const keepCheck = (organizationId: string, locationId: string, since: string) =>
  putRecord(
    locationChecks,
    checkId(organizationId, locationId),
    { organizationId, locationId },
    after(since, hoursKept + hoursOfDelay),
  );

export const isDayOld = (since: string, now: string): boolean => after(since, hoursKept) <= now;

/** Its age is renewed at most every 12 hours, so that a place in daily use does not get an event for each use. */
export const needsRenewal = (since: string, now: string): boolean => after(since, hoursUntilRenewed) <= now;
