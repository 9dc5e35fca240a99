/** Geo: reference data, locations, contacts, and what is known about IP addresses. One line for each function. */

export { registerLocation } from './commands/register-location.ts';
export { runPurgeWhoIs } from './endpoints/jobs/run-purge-who-is.ts';
export { getLocation } from './queries/get-location.ts';
export { getTrip } from './queries/get-trip.ts';
export { getReferenceData } from './queries/reference-data/get-reference-data.ts';
export { getReferenceEntry } from './queries/reference-data/get-reference-entry.ts';
export { listReferenceData } from './queries/reference-data/list-reference-data.ts';
export { purgeWhoIs } from './schedules/purge-who-is.ts';
export { lookUpAddress } from './workers/look-up-address.ts';
