import { command, id, release, z } from '@waybill/kernel';
import { externalKeys, keyText } from '#events/geo';
import { contact } from '../../contact/contact.ts';
import { endOfContact } from '../../contact/end-of-contact.ts';
import { locationChecks } from '../../location/location-checks.ts';

/** Has no HTTP route: a replacement sends it, in the unit of work that creates the new contact. */
export const endReplacedContact = command({
  summary: 'Delete a contact that another one replaces',
  role: 'officer',
  input: z.strictObject({ contactId: id(), replacedBy: id() }),
  on: contact,
  writes: { externalKeys, locationChecks },

  decide: (contact, { replacedBy }, _, { now, caller: { orgId } }) => {
    // Another request replaced it after this one read whose the key is: releasing the key again loses the race, and
    // this one is decided anew.
    if (contact.deleted) return [release(externalKeys, keyText(contact))];
    return endOfContact(contact, { why: 'replaced', replacedBy }, { now, orgId });
  },
});
