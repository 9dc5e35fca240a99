import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { deleteContact } from './delete-contact.ts';

export const deleteContacts = bulk({
  summary: 'Delete many contacts',
  description: 'Each item follows the rules of deleting one contact.',
  route: 'POST /geo/contacts/batch/deletion',
  role: 'officer',
  of: deleteContact,
  id: 'contactId',
  allowsNone: true,
  example: { items: [{ contactId: exampleIds.contact }] },
});
