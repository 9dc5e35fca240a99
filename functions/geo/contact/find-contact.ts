import { type AccessOf, type Caller, declares } from '@waybill/kernel';
import { externalKeys } from '#events/geo';
import { reaches } from '#events/references';
import { location } from '../location/location.ts';
import { contact } from './contact.ts';
import { type ContactAnswer, contactAnswer } from './contact-answer.ts';

/** What a function reads that answers with contacts. */
export const contactReads = declares({ reads: { contacts: contact, locations: location, keys: externalKeys } });
type Reading = AccessOf<typeof contactReads>;

/** The contact with its location, as far as the caller reaches it. */
export const findContact = async (
  { contacts, locations }: Pick<Reading, 'contacts' | 'locations'>,
  contactId: string | undefined,
  caller: Caller,
): Promise<(ContactAnswer & { readonly version: number }) | undefined> => {
  const found = contactId === undefined ? undefined : await contacts.versioned(contactId);
  if (!found || contactId === undefined || found.state.deleted) return undefined;
  const { state, version } = found;
  if (!reaches(caller, state.contextKey)) return undefined;
  const place = state.locationId === undefined ? undefined : await locations.state(state.locationId);
  return { ...contactAnswer(contactId, state, place), version };
};
