import { recordStore } from '@waybill/kernel';

/** What a notification says. */
export interface Content {
  readonly title: string;
  /** CommonMark: the body of the e-mail. */
  readonly markdown: string;
  /** Plain text: the text part of the e-mail, and the SMS unless there is a shorter one. */
  readonly text: string;
  readonly sms?: string | undefined;
  /** The language of texts that Waybill adds. */
  readonly locale?: string | undefined;
  /** The organization in whose name the e-mail is, if it is not Waybill's. */
  readonly brand?: { readonly name: string } | undefined;
  /** Of a mail about an account. */
  readonly mail?: AccountMail | undefined;
}

/** What a mail about an account was made from: shown in the outbox of the local runtime. */
export interface AccountMail {
  readonly purpose: string;
  readonly name: string;
  readonly about?: Readonly<Record<string, string>> | undefined;
  readonly link?: string | undefined;
}

/** By organization and notification. That of a sensitive one is deleted as soon as it has been sent. */
export const contents = recordStore<Content>('comms', 'content');

export const contentDays = 90;
const keptMs = contentDays * 86_400_000;

/** @param now ISO-8601 */
export const contentUntil = (now: string): string => new Date(Date.parse(now) + keptMs).toISOString();

/** Records belong to no organization: their ids begin with that of theirs. */
export const recordId = (org: string, notificationId: string): string => `${org} ${notificationId}`;

/** The organization and the notification of such an id. */
export const notificationOf = (id: string): { readonly org: string; readonly notificationId: string } => {
  const [org = '', notificationId = ''] = id.split(' ');
  return { org, notificationId };
};
