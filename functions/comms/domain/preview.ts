import { z } from '@waybill/kernel';

/** One of the locales of messages is used for any: the closest one. */
export const previewLocale = () =>
  z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag like de-AT')
    .max(35)
    .default('en-US')
    .meta({ default: 'en-US', description: 'The language of the recipient.' });

export const Preview = z
  .object({
    title: z.string().describe('The subject of the e-mail.'),
    html: z.string().describe('The e-mail, sanitized.'),
    text: z.string().describe('Its part for mail programs without HTML.'),
    sms: z.string().describe('The SMS.'),
  })
  .meta({ id: 'MessagePreview', description: 'A message as its recipient would see it. Nothing is sent.' });

interface Words {
  readonly title: string;
  readonly markdown: string;
  readonly text: string;
  readonly sms?: string | undefined;
  readonly locale: string;
  readonly brand?: { readonly name: string } | undefined;
}

/** A message as it would be sent, without the link to unsubscribe. */
export const previewOf = async ({ sms, ...words }: Words): Promise<z.infer<typeof Preview>> => {
  const { renderEmail } = await import('@waybill/channels/rendering');
  const { subject, html, text } = renderEmail(words);
  return { title: subject, html, text, sms: sms ?? words.text };
};
