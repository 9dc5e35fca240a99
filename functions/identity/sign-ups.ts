import { hashOf, isSecretOf, linksLiveSeconds, newSecret, type Unit } from '@waybill/auth';
import { digest, newId, recordStore } from '@waybill/kernel';

/** What somebody wants who has signed up and not yet proved the address. It is no account: nothing opens with its password. */
export interface SignUp {
  readonly passwordHash: string;
  readonly name: string;
  readonly username?: string | undefined;
  readonly locale?: string | undefined;
  /** Hash of a secret in a cookie of the browser in which they signed up. */
  readonly browser: string;
  readonly at: string;
  /** The links that were mailed for it. */
  readonly links: readonly { readonly hash: string; readonly until: string }[];
}

/**
 * All sign-ups with one address that wait for its proof, in one record: whoever signs up and whoever proves the address at
 * the same moment change the same record, and when the address is proved they are all gone at once.
 */
export const signUps = recordStore<{ readonly email: string; readonly waiting: readonly SignUp[] }>(
  'identity',
  'sign-up',
);

/** A sign-up waits for so long, and can be sent another link. */
export const signUpLivesSeconds = 24 * 3600;
/** Without a link that still opens, no more than these are kept; those that came last. */
const mostWaiting = 10;

const idOf = (email: string): string => digest(email);

/** Those with an address, the newest last. */
export const waitingWith = async (unit: Unit, email: string): Promise<readonly SignUp[]> =>
  (await found(unit, idOf(email))).waiting;

const found = async (unit: Unit, id: string) => {
  const earliest = new Date(unit.now().getTime() - signUpLivesSeconds * 1000).toISOString();
  const { email = '', waiting = [] } = (await unit.get(signUps, id))?.data ?? {};
  return { email, waiting: waiting.filter(({ at }) => at > earliest) };
};

/** Adds a link to a sign-up, and keeps it beside the others with the address. Answers what is to be mailed. */
export const keepSignUp = (unit: Unit, email: string, signUp: SignUp, others: readonly SignUp[]): Promise<string> =>
  keep(unit, idOf(email), email, signUp, others);

/** As much is written as for a real sign-up, so that timing does not reveal whose addresses are known. */
export const keepNobodysSignUp = (unit: Unit, email: string, signUp: SignUp): Promise<string> =>
  keep(unit, `nobody-${newId()}`, '-'.repeat(email.length), signUp, []);

const keep = async (unit: Unit, id: string, email: string, signUp: SignUp, others: readonly SignUp[]) => {
  const now = unit.now();
  const isLive = ({ links }: SignUp) => links.some(({ until }) => until > now.toISOString());
  const secret = newSecret();
  const link = { hash: hashOf(secret), until: new Date(now.getTime() + linksLiveSeconds * 1000).toISOString() };
  const next = { ...signUp, links: [...signUp.links.filter(({ until }) => until > now.toISOString()), link] };
  const waiting = [...others.filter((other, i) => isLive(other) || i > others.length - mostWaiting), next];
  const until = new Date(now.getTime() + signUpLivesSeconds * 1000).toISOString();
  await unit.put(signUps, id, { email, waiting }, until);
  return `${id}.${secret}`;
};

/** The sign-up that a link belongs to; `expired` where it was of one that waits, and too old. */
export const signUpBy = async (
  unit: Unit,
  token: string,
): Promise<{ readonly email: string; readonly signUp: SignUp } | 'expired' | undefined> => {
  const [, id, secret] = /^([\w-]{22})\.([\w-]{43})$/.exec(token) ?? [];
  if (!id || !secret) return undefined;
  const { email, waiting } = await found(unit, id);
  for (const signUp of waiting) {
    const link = signUp.links.find(({ hash }) => isSecretOf(hash, secret));
    if (link) return link.until > unit.now().toISOString() ? { email, signUp } : 'expired';
  }
  return undefined;
};

/** The address is proved: all that wait for it are gone, with their passwords and links. */
export const endSignUps = (unit: Unit, email: string): Promise<void> => unit.remove(signUps, idOf(email));
