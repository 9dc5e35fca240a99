import {
  type AccessOf,
  type Budget,
  budgets,
  declares,
  newId,
  type RequestContext,
  recordStore,
} from '@waybill/kernel';
import type { mailPurposes } from '#events/comms';
import { MailRequested } from '#events/identity';
import { invitationMails, noticeMails, requestedMails } from '../budgets.ts';
import { mailStream } from '../streams.ts';
import { plainText } from './plain-text.ts';

/** The budget of its recipient that a mail counts against. */
const budgetOf = {
  verification: requestedMails,
  'sign-up-again': requestedMails,
  'password-reset': requestedMails,
  'sign-in-link': requestedMails,
  invitation: invitationMails,
  'password-changed': noticeMails,
  'second-factor-enabled': noticeMails,
  'second-factor-removed': noticeMails,
  'backup-codes-renewed': noticeMails,
  'new-device': noticeMails,
  'api-key-expiring': noticeMails,
} as const satisfies Record<(typeof mailPurposes)[number], Budget>;
export type Purpose = keyof typeof budgetOf;

/** What a mail is about. Comms sends it, and has the wording for each purpose. */
export interface Mail {
  readonly mailId: string;
  /** A decoy is not sent. It is written so that timing does not reveal whether there is a mail. */
  readonly purpose: Purpose | 'decoy';
  readonly to: string;
  /** Plain text, like all of `about`. */
  readonly name: string;
  /** For the page that the mail links to. It can be used once. */
  readonly token?: string | undefined;
  /** Other values in the mail, such as the name of an organization. */
  readonly about?: Readonly<Record<string, string>> | undefined;
  /** The language of the recipient, if it is known. */
  readonly locale?: string | undefined;
  readonly at: string;
}

/** Mails that are not in the queue yet. */
export const mails = recordStore<Mail>('identity', 'mail');
const keptMs = 24 * 3_600_000;

export const postNeeds = declares({ writes: { mails, mailStream }, uses: { budgets } });

type Access = AccessOf<typeof postNeeds>;
type Context = Pick<RequestContext<unknown>, 'now'>;

/** Whether a mail may be sent to an address, by the budget of that address. Otherwise a decoy is written instead. */
export interface MailAllowance {
  readonly to: string;
  readonly granted: boolean;
}

/**
 * Charges the budget of an address for one mail. It is charged before the account is looked up, and for all `purposes`
 * that the request may have, so that a 429 or its absence does not reveal whether the address has an account.
 */
export const mailAllowance = async (
  { budgets }: Pick<Access, 'budgets'>,
  to: string,
  ...purposes: readonly Purpose[]
): Promise<MailAllowance> => {
  const budget = budgetOf[purposes[0]!];
  const { granted } = await budgets([{ budget, key: `${purposes.join(' ')} ${to}` }]);
  return { to, granted };
};

interface Wanted extends Pick<Mail, 'name' | 'token' | 'about'> {
  readonly purpose: Purpose;
  readonly locale?: string | null | undefined;
  /** Values that no user has typed, such as ids and IP addresses. They are not cleaned. */
  readonly exact?: Readonly<Record<string, string>>;
  readonly mailId?: string;
}

/** Writes a mail in the unit of work of its cause. `sendMail` moves it to the queue. */
export const post = (
  access: Omit<Access, 'budgets'>,
  { to, granted }: MailAllowance,
  { purpose, name, token, locale, about = {}, exact = {}, mailId = newId() }: Wanted,
  context: Context,
): Promise<void> => {
  const plain = Object.fromEntries(Object.entries(about).map(([what, text]) => [what, plainText(text)]));
  const words = { name: plainText(name) || to, about: { ...plain, ...exact }, locale: locale ?? unknownLocale };
  const mail = { purpose, to, token, ...words };
  return write(access, granted ? mail : { ...mail, purpose: 'decoy', to: '', token: noToken }, mailId, context);
};

/** Writes as much as for a mail, but none is sent. */
export const decoy = (access: Omit<Access, 'budgets'>, context: Context): Promise<void> =>
  write(access, { purpose: 'decoy', to: '', name: '', token: noToken, locale: unknownLocale }, newId(), context);

/** Stored also for a decoy, so that both have the same size. */
const unknownLocale = 'en-US';
/** Has the length of a token. */
const noToken = '-'.repeat(43);

const write = async (
  { mails, mailStream }: Omit<Access, 'budgets'>,
  mail: Omit<Mail, 'mailId' | 'at'>,
  mailId: string,
  { now: at }: Context,
) => {
  const until = new Date(Date.parse(at) + keptMs).toISOString();
  await mails.put(mailId, { ...mail, mailId, at }, until);
  await mailStream.append(mailId, MailRequested({ purpose: mail.purpose }), { org: '-', by: 'identity' });
};
