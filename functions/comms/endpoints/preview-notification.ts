import { endpoint, text, z } from '@waybill/kernel';
import { lines } from '../domain/fields.ts';
import { Preview, previewLocale, previewOf } from '../domain/preview.ts';

export const previewNotification = endpoint({
  summary: 'Preview a notification',
  description: 'How its recipient would see it, by e-mail and SMS. Nothing is sent or stored.',
  route: 'POST /notifications/preview',
  role: 'officer',
  input: z.strictObject({
    title: text(255).describe('The subject of the e-mail.'),
    markdown: lines(50_000).describe('The body of the e-mail, in CommonMark.'),
    text: lines(50_000).describe('The same as plain text.'),
    locale: previewLocale(),
  }),
  example: {
    title: 'Your shift starts earlier',
    markdown: 'Please be at the depot at **06:30** tomorrow.',
    text: 'Please be at the depot at 06:30 tomorrow.',
    locale: 'de-DE',
  },
  output: Preview,

  answer: async (words) => ({ body: await previewOf(words) }),
});
