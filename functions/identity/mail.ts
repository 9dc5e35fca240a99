import type { Unit } from '@waybill/auth';
import { type Budget, budgetUses, newId, type Platform, type Reach, recordStore, reserve } from '@waybill/kernel';
import { MailRequested } from '#events/identity';
import { invitationMails, noticeMails, requestedMails } from './budgets.ts';
import { plainText } from './plain-text.ts';
import { mailStream, streamOf } from './streams.ts';

/** Each mail counts against a budget of whom it goes to. */
const budgets = {
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
} as const satisfies Record<string, Budget>;
export type Purpose = keyof typeof budgets;

/** What somebody is to be told by mail. Whoever sends it knows the words for each purpose. */
export interface Mail {
  readonly mailId: string;
  /** A decoy is not sent: it is written so that timing does not reveal whether there was a mail. */
  readonly purpose: Purpose | 'decoy';
  readonly to: string;
  /** Plain text, like all of `about`. */
  readonly name: string;
  /** Opens the page that the mail links to, once. */
  readonly token?: string | undefined;
  /** More to be said: of the organisation, say. */
  readonly about?: Readonly<Record<string, string>> | undefined;
  readonly at: string;
  /** Where the local runtime finds all of them. */
  readonly box?: string | undefined;
}

/** Mails, until they have been handed on; in the local runtime for 24 hours, to be read at `GET /dev/outbox`. */
export const mails = recordStore<Mail>('identity', 'mail', { indexed: ['box'] });
const kept = { hours: 24 };

/** For whoever posts. */
export const postReaches: readonly Reach[] = [
  { to: 'keep', register: mails },
  { to: 'count', pad: budgetUses },
  { to: 'append', source: mailStream },
];

/** Leave to send mails to an address, taken from its budget. Where there is none left, a decoy is written instead. */
export interface Postage {
  readonly to: string;
  readonly granted: boolean;
}

/**
 * Takes the postage for one mail. It is taken before it is known whether the address is anybody's, and for all
 * `purposes` that a call may have, so that nobody learns from it which of them it was.
 */
export const postageFor = async (platform: Platform, to: string, ...purposes: readonly Purpose[]): Promise<Postage> => {
  const budget = budgets[purposes[0]!];
  const { granted } = await reserve(platform, [{ budget, key: `${purposes.join(' ')} ${to}` }]);
  return { to, granted };
};

interface Wanted extends Pick<Mail, 'name' | 'token' | 'about'> {
  readonly purpose: Purpose;
  /** To be said as it is: what no user has typed, like ids and IP addresses. */
  readonly exact?: Readonly<Record<string, string>>;
  readonly mailId?: string;
}

/** Puts a mail into the outbox, in the same write as what it is about; whoever hears of it hands it on. */
export const post = async (
  unit: Unit,
  { to, granted }: Postage,
  { purpose, name, token, about = {}, exact = {}, mailId = newId() }: Wanted,
  platform: Pick<Platform, 'development'>,
): Promise<void> => {
  const plain = Object.fromEntries(Object.entries(about).map(([what, text]) => [what, plainText(text)]));
  const mail = { purpose, to, name: plainText(name) || to, token, about: { ...plain, ...exact } };
  await write(unit, granted ? mail : { ...mail, purpose: 'decoy', to: '', token: noToken }, mailId, platform);
};

/** Writes as much as a mail that is sent, and sends none. */
export const decoy = (unit: Unit, platform: Pick<Platform, 'development'>): Promise<void> =>
  write(unit, { purpose: 'decoy', to: '', name: '', token: noToken }, newId(), platform);

/** As long as one that opens something. */
const noToken = '-'.repeat(43);

const write = async (
  unit: Unit,
  mail: Omit<Mail, 'mailId' | 'at' | 'box'>,
  mailId: string,
  { development }: Pick<Platform, 'development'>,
) => {
  const now = unit.now();
  const box = development && 'all';
  const until = new Date(now.getTime() + kept.hours * 3_600_000).toISOString();
  await unit.put(mails, mailId, { ...mail, mailId, at: now.toISOString(), box }, until);
  unit.tell(streamOf('mail', mailId), MailRequested({ purpose: mail.purpose }), 'identity');
};
