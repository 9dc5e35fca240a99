import { query, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { keyText } from '#events/geo';
import { reaches } from '#events/references';
import { ContactAnswer } from '../../contact/contact-answer.ts';
import { externalKeyFields } from '../../contact/contact-fields.ts';
import { contactReads, findContact } from '../../contact/find-contact.ts';
import { contextKeyNotAllowed } from '../../problems.ts';

export const getContactByKey = query({
  summary: 'Get the contact of an entity',
  description: 'The contact with this context key and related entity.',
  route: 'GET /geo/contacts/by-key/{contextKey}/{relatedEntityId}',
  role: 'auditor',
  of: 'contact',
  input: z.strictObject(externalKeyFields),
  example: { contextKey: 'customer', relatedEntityId: exampleIds.customer },
  output: versioned(ContactAnswer),
  refuses: [contextKeyNotAllowed],
  reads: contactReads.reads,

  answer: async (key, { keys, ...reads }, { caller }) => {
    const { contextKey } = key;
    if (!reaches(caller, contextKey)) return contextKeyNotAllowed({ contextKey });
    return findContact(reads, await keys.holder(keyText(key)), caller);
  },
});
