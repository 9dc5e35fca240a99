import { projection, z } from '@waybill/kernel';
import { ContactCreated, ContactDeleted } from '#events/geo';
import { contact } from '../contact/contact.ts';

/** Where a contact is: finds the contacts that refer to a location. It has no personal data. */
const ContactPlace = z.object({ contactId: z.string(), locationId: z.string().nullable() });

export const contactPlace = projection<z.infer<typeof ContactPlace>>('contact-place', {
  of: contact,
  row: ContactPlace,
  indexes: { location: ({ contactId, locationId }) => (locationId === null ? undefined : [locationId, contactId]) },
})
  .begin(ContactCreated, ({ aggregateId, data: { locationId } }) => ({
    contactId: aggregateId,
    locationId: locationId ?? null,
  }))
  .on(ContactDeleted, () => undefined);
