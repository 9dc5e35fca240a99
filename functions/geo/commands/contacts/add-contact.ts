import { command, id, taken, z } from '@waybill/kernel';
import { externalKeys } from '#events/geo';
import { contact } from '../../contact/contact.ts';
import { contactFields, externalKeyFields } from '../../contact/contact-fields.ts';
import { newContact, newContactRefuses } from '../../contact/new-contact.ts';
import { location } from '../../location/location.ts';
import { locationReferredTo } from '../../location/refer-to.ts';

/** As `createContact`, with an id that the caller made: the contact that it replaces names it. */
export const addContact = command({
  summary: 'Create a contact that takes the key of another one',
  role: 'officer',
  input: z.strictObject({ contactId: id(), replaces: id().optional(), ...externalKeyFields, ...contactFields }),
  on: contact,
  refuses: [taken('external-key'), ...newContactRefuses],
  reads: { location: { of: location, id: locationReferredTo } },
  writes: { externalKeys, location },

  begin: ({ contactId: _, ...input }, { location }, context) => newContact(input, location, context),
  responseSchema: z.object({ replaces: z.guid().nullable().describe('The contact that it replaces.') }),
  respond: (_, { events }) => ({ replaces: events[0]?.data.replaces ?? null }),
});
