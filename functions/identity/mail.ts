import type { Unit } from '@waybill/auth';
import { newId, type Platform, type Reach, register } from '@waybill/kernel';
import { MailRequested } from '#events/identity';
import { mailStream, streamOf } from './streams.ts';

export type Purpose = 'verification' | 'password-reset' | 'sign-up-again' | 'invitation' | 'api-key-expiring' | 'decoy';

/** What somebody is to be told by mail. Whoever sends it knows the words for each purpose. */
export interface Mail {
  readonly mailId: string;
  readonly purpose: Purpose;
  readonly to: string;
  readonly name: string;
  /** Opens the page that the mail links to, once. */
  readonly token?: string | undefined;
  /** More to be said: of the organisation, say. Plain text. */
  readonly about?: Readonly<Record<string, string>> | undefined;
  readonly at: string;
  /** Where the local runtime finds all of them. */
  readonly box?: string | undefined;
}

/** Mails, until they have been handed on; in the local runtime for 24 hours, to be read at `GET /dev/outbox`. */
export const mails = register<Mail>('identity', 'mail', { under: ['box'] });
const kept = { hours: 24 };

/** For whoever posts. */
export const postReaches: readonly Reach[] = [
  { to: 'keep', register: mails },
  { to: 'append', source: mailStream },
];

type Wanted = Pick<Mail, 'purpose' | 'to' | 'name' | 'token' | 'about'> & Partial<Pick<Mail, 'mailId'>>;

/** Puts a mail into the outbox, in the same write as what it is about; whoever hears of it hands it on. */
export const post = async (
  unit: Unit,
  { purpose, to, name, token, about, mailId = newId() }: Wanted,
  { development }: Pick<Platform, 'development'>,
): Promise<void> => {
  const now = unit.now();
  const box = development && 'all';
  const until = new Date(now.getTime() + kept.hours * 3_600_000).toISOString();
  await unit.put(mails, mailId, { mailId, purpose, to, name, token, about, at: now.toISOString(), box }, until);
  unit.tell(streamOf('mail', mailId), MailRequested({ purpose }), 'identity');
};
