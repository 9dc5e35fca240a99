/** Geo: reference data, locations, contacts, and what is known about IP addresses. One line for each function. */

export { createContact } from './commands/contacts/create-contact.ts';
export { createContacts } from './commands/contacts/create-contacts.ts';
export { deleteContact } from './commands/contacts/delete-contact.ts';
export { deleteContacts } from './commands/contacts/delete-contacts.ts';
export { registerLocation } from './commands/register-location.ts';
export { deleteContactByKey } from './endpoints/delete-contact-by-key.ts';
export { getContacts } from './endpoints/get-contacts.ts';
export { runPurgeWhoIs } from './endpoints/jobs/run-purge-who-is.ts';
export { runRemoveOrphanedLocations } from './endpoints/jobs/run-remove-orphaned-locations.ts';
export { replaceContact } from './endpoints/replace-contact.ts';
export { contactPlace } from './projections/contact-place.ts';
export { getContact } from './queries/contacts/get-contact.ts';
export { getContactByKey } from './queries/contacts/get-contact-by-key.ts';
export { getLocation } from './queries/get-location.ts';
export { getTrip } from './queries/get-trip.ts';
export { getReferenceData } from './queries/reference-data/get-reference-data.ts';
export { getReferenceEntry } from './queries/reference-data/get-reference-entry.ts';
export { listReferenceData } from './queries/reference-data/list-reference-data.ts';
export { keepNamedLocations } from './reactions/keep-named-locations.ts';
export { purgeWhoIs } from './schedules/purge-who-is.ts';
export { removeOrphanedLocations } from './schedules/remove-orphaned-locations.ts';
export { lookUpAddress } from './workers/look-up-address.ts';
