import type { RecordWriter, StreamReader } from '@waybill/kernel';
import type { Contact } from './contact.ts';
import { currentContact } from './current-contact.ts';
import { noPreference, type Preference, preferenceId } from './preferences.ts';

interface Access {
  readonly contact: Pick<StreamReader<Contact>, 'state'>;
  readonly preferences: RecordWriter<Preference>;
}

interface Recipient {
  readonly contactId?: string | undefined;
  readonly userId?: string | undefined;
}

/**
 * Switches e-mail off for a recipient: a user in all organizations, or a contact in its own, whichever has replaced it
 * since. The other preferences stay.
 */
export const switchOffEmail = async (
  { contactId, userId }: Recipient,
  org: string,
  { contact, preferences }: Access,
): Promise<void> => {
  const current = contactId === undefined ? undefined : await currentContact(contactId, org, contact);
  const whose = preferenceId(org, { contactId: current, userId });
  const known = (await preferences.get(whose))?.data ?? noPreference;
  if (known.email) await preferences.put(whose, { ...known, email: false });
};
