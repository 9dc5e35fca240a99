import { id, query, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { ContactAnswer } from '../../contact/contact-answer.ts';
import { contactReads, findContact } from '../../contact/find-contact.ts';

const { contacts, locations } = contactReads.reads;

export const getContact = query({
  summary: 'Get a contact',
  description: 'A contact with its location. An API key finds only contacts with one of its context keys.',
  route: 'GET /geo/contacts/{contactId}',
  role: 'auditor',
  of: 'contact',
  input: z.strictObject({ contactId: id().describe('The contact.') }),
  example: { contactId: exampleIds.contact },
  output: versioned(ContactAnswer),
  reads: { contacts, locations },

  answer: ({ contactId }, reads, { caller }) => findContact(reads, contactId, caller),
});
