import { bulk } from '@waybill/kernel';
import { createContact } from './create-contact.ts';

export const createContacts = bulk({
  summary: 'Create many contacts',
  description:
    'Each item follows the rules of creating one contact, and is named by its related entity in the results.',
  route: 'POST /geo/contacts/batch',
  role: 'officer',
  of: createContact,
  id: 'relatedEntityId',
  allowsNone: true,
  example: { items: [createContact.definition.example!] },
});
