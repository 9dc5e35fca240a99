import { endpoint, id, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { keyText } from '#events/geo';
import { reaches } from '#events/references';
import { ContactAnswer } from '../contact/contact-answer.ts';
import { externalKeyFields } from '../contact/contact-fields.ts';
import { contactReads, findContact } from '../contact/find-contact.ts';
import { contextKeyNotAllowed } from '../problems.ts';

const most = 100;

const Key = z.strictObject(externalKeyFields).meta({ id: 'ExternalKeyInput', description: 'The key of a contact.' });

export const getContacts = endpoint({
  summary: 'Get many contacts',
  description:
    'By id or by key, 100 in all, with a result for each. A `POST`, because so many keys are too long for a URL; it changes nothing. An API key is refused if it names a context key that it does not reach.',
  route: 'POST /geo/contacts/batch/get',
  role: 'auditor',
  input: z
    .strictObject({
      ids: z.array(id()).max(most).default([]).describe('The contacts.'),
      keys: z.array(Key).max(most).default([]).describe('The keys of contacts.'),
    })
    .refine(({ ids, keys }) => ids.length + keys.length <= most, {
      path: ['keys'],
      error: `must be at most ${most} with the ids`,
    }),
  example: { ids: [exampleIds.contact], keys: [{ contextKey: 'customer', relatedEntityId: exampleIds.customer }] },
  output: z
    .object({
      results: z
        .array(
          z
            .object({
              outcome: z.enum(['found', 'not-found']).describe('Whether there is such a contact.'),
              contact: versioned(ContactAnswer).optional().describe('The contact, if it was found.'),
            })
            .meta({ id: 'ContactResult', description: 'A contact that was asked for.' }),
        )
        .describe('One result for each id, then one for each key, in order.'),
    })
    .meta({ id: 'ContactResults', description: 'The contacts that were asked for.' }),
  refuses: [contextKeyNotAllowed],
  reads: contactReads.reads,

  answer: async ({ ids, keys }, { keys: holders, ...reads }, { caller }) => {
    const barred = keys.find(({ contextKey }) => !reaches(caller, contextKey));
    if (barred) return contextKeyNotAllowed({ contextKey: barred.contextKey });
    const find = async (contactId: string | undefined) => {
      const contact = await findContact(reads, contactId, caller);
      return contact ? { outcome: 'found' as const, contact } : { outcome: 'not-found' as const };
    };
    const byId = ids.map((contactId) => find(contactId));
    const byKey = keys.map(async (key) => find(await holders.holder(keyText(key))));
    return { body: { results: await Promise.all([...byId, ...byKey]) } };
  },
});
