import { endpoint, isRefusal, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { externalKeys, keyText } from '#events/geo';
import { reaches } from '#events/references';
import { deleteContact } from '../commands/contacts/delete-contact.ts';
import { externalKeyFields } from '../contact/contact-fields.ts';
import { contactNotFound, contextKeyNotAllowed } from '../problems.ts';

export const deleteContactByKey = endpoint({
  summary: 'Delete the contact of an entity',
  description: 'Deletes the contact with this context key and related entity. Without one it succeeds, too.',
  route: 'DELETE /geo/contacts/by-key/{contextKey}/{relatedEntityId}',
  role: 'officer',
  input: z.strictObject(externalKeyFields),
  example: { contextKey: 'customer', relatedEntityId: exampleIds.customer },
  output: z
    .object({ deleted: z.guid().nullable().describe('The contact that was deleted; `null` if there was none.') })
    .meta({ id: 'ContactDeletion', description: 'The contact that was deleted.' }),
  refuses: [contextKeyNotAllowed, contactNotFound],
  reads: { keys: externalKeys },
  uses: { deleteContact },

  answer: async (key, { keys, deleteContact }, { caller }) => {
    const { contextKey } = key;
    if (!reaches(caller, contextKey)) return contextKeyNotAllowed({ contextKey });
    const contactId = await keys.holder(keyText(key));
    const deleted = contactId === undefined ? undefined : await deleteContact({ contactId });
    if (deleted && isRefusal(deleted)) return deleted;
    return { body: { deleted: contactId ?? null } };
  },
});
