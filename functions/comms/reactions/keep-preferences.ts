import { reaction } from '@waybill/kernel';
import { ContactCreated } from '#events/geo';
import { preferenceId, preferences } from '../domain/recipient/preferences.ts';

/**
 * A contact that replaces another one keeps its preferences: who has unsubscribed stays unsubscribed when the
 * organization corrects a telephone number.
 */
export const keepPreferences = reaction({
  name: 'keepPreferences',
  on: [ContactCreated],
  writes: { preferences },

  react: async ({ org, aggregateId: contactId, data: { replaces } }, { preferences }) => {
    if (replaces === undefined) return;
    const [own, old] = [preferenceId(org, { contactId }), preferenceId(org, { contactId: replaces })];
    const known = await preferences.get(old);
    if (known && !(await preferences.get(own))) await preferences.put(own, known.data);
  },
});
