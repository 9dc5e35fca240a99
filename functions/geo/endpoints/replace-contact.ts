import { endpoint, isRefusal, taken, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { externalKeys, keyText } from '#events/geo';
import { addContact } from '../commands/contacts/add-contact.ts';
import { endReplacedContact } from '../commands/contacts/end-replaced-contact.ts';
import { contactFields, externalKeyFields, hasOneLocation, twoLocations } from '../contact/contact-fields.ts';
import { newContactRefuses } from '../contact/new-contact.ts';

export const replaceContact = endpoint({
  summary: 'Replace the contact of an entity',
  description:
    'Creates a contact with this key, and deletes the one that had it, in one transaction: if the new one is refused, the old one stays. The new contact has an id of its own.',
  route: 'PUT /geo/contacts/by-key/{contextKey}/{relatedEntityId}',
  role: 'officer',
  idempotent: true,
  input: z.strictObject({ ...externalKeyFields, ...contactFields }).refine(hasOneLocation, twoLocations),
  example: {
    contextKey: 'customer',
    relatedEntityId: exampleIds.customer,
    emails: [{ value: 'clara.sousa@example.org' }],
    personal: { firstName: 'Clara', lastName: 'Sousa' },
  },
  output: z
    .object({
      contactId: z.guid().describe('The new contact.'),
      version: z.int().describe('Its version.'),
      replaced: z.guid().nullable().describe('The contact that it replaces; `null` if there was none.'),
    })
    .meta({ id: 'ContactReplacement', description: 'The new contact, and the one that it replaces.' }),
  refuses: [taken('external-key'), ...newContactRefuses],
  reads: { keys: externalKeys },
  uses: { addContact, endReplacedContact },

  answer: async (input, { keys, addContact, endReplacedContact }, { newId }) => {
    const contactId = newId('contact');
    const old = await keys.holder(keyText(input));
    const made = await addContact({ ...input, contactId, replaces: old }, { clientInput: input });
    if (isRefusal(made)) return made;
    // A request that is repeated finds its own contact, and deletes nothing.
    const ended =
      made.replayed || old === undefined
        ? undefined
        : await endReplacedContact({ contactId: old, replacedBy: contactId });
    if (ended && isRefusal(ended)) return ended;
    const replaced = made.more.replaces as string | null;
    return {
      body: { contactId, version: made.version, replaced },
      ...(made.replayed && { headers: { 'idempotent-replayed': 'true' } }),
    };
  },
});
