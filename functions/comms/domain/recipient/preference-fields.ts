import { id, z } from '@waybill/kernel';
import { timeZone } from '../time-zone.ts';

const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59');

const QuietHoursInput = z
  .strictObject({
    from: timeOfDay().describe('When they begin.'),
    to: timeOfDay().describe('When they end: the next day, if it is before `from`.'),
    timeZone: timeZone(),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from `from`' })
  .meta({
    id: 'QuietHoursInput',
    description: 'Hours in which no normal notification is sent: it waits until they end.',
    example: { from: '22:00', to: '07:00', timeZone: 'Europe/Vienna' },
  });

export const preferenceInput = {
  contactId: id().optional().describe('A contact of the organization; by default the caller.'),
};

export const preferenceFields = {
  email: z.boolean().describe('Whether normal notifications are sent by e-mail.'),
  sms: z.boolean().describe('Whether normal notifications are sent by SMS.'),
  quietHours: QuietHoursInput.optional(),
};

export const PreferencesAnswer = z
  .object({
    email: z.boolean().describe('Whether normal notifications are sent by e-mail.'),
    sms: z.boolean().describe('Whether normal notifications are sent by SMS.'),
    quietHours: z
      .object({
        from: z.string().describe('When they begin.'),
        to: z.string().describe('When they end.'),
        timeZone: z.string().describe('A time zone of the IANA database.'),
      })
      .nullable()
      .describe('Hours in which no normal notification is sent.'),
  })
  .meta({ id: 'NotificationPreferences', description: 'How a contact or a user wants to be notified.' });
