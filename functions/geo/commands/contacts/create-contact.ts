import { command, taken, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { externalKeys } from '#events/geo';
import { contact } from '../../contact/contact.ts';
import { contactFields, externalKeyFields, hasOneLocation, twoLocations } from '../../contact/contact-fields.ts';
import { newContact, newContactRefuses } from '../../contact/new-contact.ts';
import { location } from '../../location/location.ts';
import { locationReferredTo } from '../../location/refer-to.ts';

export const createContact = command({
  summary: 'Create a contact',
  description:
    'A contact belongs to something outside of geo: a customer, a user. There is one contact for each context key and related entity. It never changes; replace it instead. A place given in full is registered, in the same transaction.',
  route: 'POST /geo/contacts',
  role: 'officer',
  input: z.strictObject({ ...externalKeyFields, ...contactFields }).refine(hasOneLocation, twoLocations),
  example: {
    contextKey: 'customer',
    relatedEntityId: exampleIds.customer,
    locale: 'de-AT',
    emails: [{ value: 'clara.sousa@example.com', labels: ['work'] }],
    phoneNumbers: [{ value: '0664 1234567', labels: ['mobile'] }],
    personal: { firstName: 'Clara', lastName: 'Sousa' },
    location: { address: { line1: 'Stephansplatz 3' }, city: 'Wien', postalCode: '1010', countryCode: 'AT' },
  },
  on: contact,
  refuses: [taken('external-key'), ...newContactRefuses],
  reads: { location: { of: location, id: locationReferredTo } },
  writes: { externalKeys, location },

  begin: (input, { location }, context) => newContact(input, location, context),
});
