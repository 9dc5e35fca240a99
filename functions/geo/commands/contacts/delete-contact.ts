import { command, id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { externalKeys } from '#events/geo';
import { reaches } from '#events/references';
import { contact } from '../../contact/contact.ts';
import { endOfContact } from '../../contact/end-of-contact.ts';
import { locationChecks } from '../../location/location-checks.ts';
import { contactNotFound } from '../../problems.ts';

export const deleteContact = command({
  summary: 'Delete a contact',
  description: 'Final. Its key is free for another contact. Deleting it again succeeds and changes nothing.',
  route: 'DELETE /geo/contacts/{contactId}',
  role: 'officer',
  input: z.strictObject({ contactId: id().describe('The contact.') }),
  example: { contactId: exampleIds.contact },
  on: contact,
  refuses: [contactNotFound],
  writes: { externalKeys, locationChecks },

  decide: (contact, _, __, { now, caller }) => {
    if (!reaches(caller, contact.contextKey)) return contactNotFound();
    return contact.deleted ? [] : endOfContact(contact, { why: 'deleted' }, { now, orgId: caller.orgId });
  },
});
