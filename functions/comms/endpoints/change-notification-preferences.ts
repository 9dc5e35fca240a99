import { endpoint, isRefusal, roleTooLow, z } from '@waybill/kernel';
import { contactNotFound, memberNotFound } from '../domain/problems.ts';
import { contact } from '../domain/recipient/contact.ts';
import { PreferencesAnswer, preferenceFields, preferenceInput } from '../domain/recipient/preference-fields.ts';
import { preferences } from '../domain/recipient/preferences.ts';
import { whosePreference } from '../domain/recipient/whose-preference.ts';

export const changeNotificationPreferences = endpoint({
  summary: 'Change notification preferences',
  description:
    'Replaces the caller’s own, or for officers those of a contact. Sensitive and urgent notifications ignore them. Without `quietHours` there are none.',
  route: 'PUT /notification-preferences',
  role: 'agent',
  input: z.strictObject({ ...preferenceInput, ...preferenceFields }),
  example: { email: true, sms: false, quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Vienna' } },
  output: PreferencesAnswer,
  reads: { contact },
  writes: { preferences },
  refuses: [roleTooLow, contactNotFound, memberNotFound],

  answer: async ({ contactId, ...wanted }, { contact, preferences }, { caller }) => {
    const whose = await whosePreference(contactId, caller, { contact });
    if (isRefusal(whose)) return whose;
    await preferences.put(whose as string, wanted);
    return { body: { ...wanted, quietHours: wanted.quietHours ?? null } };
  },
});
