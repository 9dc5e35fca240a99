import { isRefusal, query, roleTooLow, z } from '@waybill/kernel';
import { contactNotFound, memberNotFound } from '../domain/problems.ts';
import { contact } from '../domain/recipient/contact.ts';
import { PreferencesAnswer, preferenceInput } from '../domain/recipient/preference-fields.ts';
import { noPreference, preferences } from '../domain/recipient/preferences.ts';
import { whosePreference } from '../domain/recipient/whose-preference.ts';

export const getNotificationPreferences = query({
  summary: 'Get notification preferences',
  description: 'The caller’s own, or for officers those of a contact.',
  route: 'GET /notification-preferences',
  role: 'auditor',
  input: z.strictObject(preferenceInput),
  output: PreferencesAnswer,
  reads: { contact, preferences },
  refuses: [roleTooLow, contactNotFound, memberNotFound],

  answer: async ({ contactId }, { contact, preferences }, { caller }) => {
    const whose = await whosePreference(contactId, caller, { contact });
    if (isRefusal(whose)) return whose;
    const { quietHours, ...channels } = (await preferences.get(whose as string))?.data ?? noPreference;
    return { ...channels, quietHours: quietHours ?? null };
  },
});
