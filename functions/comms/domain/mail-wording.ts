import type { z } from '@waybill/kernel';
import type { accountMails } from '#events/comms';
import type { Content } from './content.ts';

type Mail = z.output<(typeof accountMails)['message']>;

const keptMs = 24 * 3_600_000;

/** A mail about an account that could not be sent within a day is not sent: its link has expired. */
export const mailUntil = (at: string): string => new Date(Date.parse(at) + keptMs).toISOString();

/** The wording of a mail about an account. The templates are loaded with the first mail: they are large. */
export const wordingOf = async ({ purpose, to, name, about, link, locale = 'en-US' }: Mail): Promise<Content> => {
  const { renderTemplate } = await import('@waybill/channels/rendering');
  // Who has no name is not greeted by the address.
  const values = { ...about, link, name: name === to ? undefined : name };
  // The schema of the purpose checks the values.
  const { title, markdown, text } = renderTemplate(purpose, locale, values as never);
  return { title, markdown, text, locale, mail: { purpose, name, about, link } };
};
