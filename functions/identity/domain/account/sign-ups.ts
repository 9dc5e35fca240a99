import { hashOf, isSecretOf, linksLiveSeconds, newSecret } from '@waybill/auth';
import { digest, newId, type RecordWriter, recordStore } from '@waybill/kernel';

/** A sign-up whose address is not verified yet. It is no account: its password cannot be used to sign in. */
export interface SignUp {
  readonly passwordHash: string;
  readonly name: string;
  readonly username?: string | undefined;
  readonly locale?: string | undefined;
  /** Hash of a secret in a cookie of the browser that signed up. */
  readonly browser: string;
  readonly at: string;
  /** The links that were mailed for it. */
  readonly links: readonly { readonly hash: string; readonly until: string }[];
}

interface Waiting {
  readonly email: string;
  readonly waiting: readonly SignUp[];
}

/**
 * All sign-ups with one address that is not verified yet, in one record: a sign-up conflicts with a simultaneous
 * verification of the address, and the verification deletes all of them at once.
 */
export const signUps = recordStore<Waiting>('identity', 'sign-up');

interface SignUps {
  readonly signUps: RecordWriter<Waiting>;
}

/** Lifetime of a sign-up that is not verified. Until then another link can be requested for it. */
export const signUpLivesSeconds = 24 * 3600;
/** How many sign-ups without a valid link are kept: the newest. */
const mostWaiting = 10;

const idOf = (email: string): string => digest(email);

/** The sign-ups with an address, newest last. Here and below, `now` is ISO-8601. */
export const waitingWith = async (access: SignUps, email: string, now: string): Promise<readonly SignUp[]> =>
  (await found(access, idOf(email), now)).waiting;

const found = async ({ signUps }: SignUps, id: string, now: string) => {
  const earliest = new Date(Date.parse(now) - signUpLivesSeconds * 1000).toISOString();
  const { email = '', waiting = [] } = (await signUps.get(id))?.data ?? {};
  return { email, waiting: waiting.filter(({ at }) => at > earliest) };
};

/** Adds a link to a sign-up, and stores it beside the `others` with the address. Gives the token for the mail. */
export const keepSignUp = (
  access: SignUps,
  email: string,
  signUp: SignUp,
  others: readonly SignUp[],
  now: string,
): Promise<string> => keep(access, idOf(email), { email, signUp, others, now });

/** Writes as much as for a real sign-up, so that timing does not reveal whether the address has an account. */
export const keepDecoySignUp = (access: SignUps, email: string, signUp: SignUp, now: string): Promise<string> =>
  keep(access, `decoy-${newId()}`, { email: '-'.repeat(email.length), signUp, others: [], now });

interface Kept {
  readonly email: string;
  readonly signUp: SignUp;
  readonly others: readonly SignUp[];
  readonly now: string;
}

const keep = async ({ signUps }: SignUps, id: string, { email, signUp, others, now }: Kept) => {
  const isLive = ({ links }: SignUp) => links.some(({ until }) => until > now);
  const secret = newSecret();
  const link = { hash: hashOf(secret), until: new Date(Date.parse(now) + linksLiveSeconds * 1000).toISOString() };
  const next = { ...signUp, links: [...signUp.links.filter(({ until }) => until > now), link] };
  const waiting = [...others.filter((other, i) => isLive(other) || i > others.length - mostWaiting), next];
  const until = new Date(Date.parse(now) + signUpLivesSeconds * 1000).toISOString();
  await signUps.put(id, { email, waiting }, until);
  return `${id}.${secret}`;
};

/** The sign-up that a link belongs to; `expired` if the link is too old. */
export const signUpBy = async (
  access: SignUps,
  token: string,
  now: string,
): Promise<{ readonly email: string; readonly signUp: SignUp } | 'expired' | undefined> => {
  const [, id, secret] = /^([\w-]{22})\.([\w-]{43})$/.exec(token) ?? [];
  if (!id || !secret) return undefined;
  const { email, waiting } = await found(access, id, now);
  for (const signUp of waiting) {
    const link = signUp.links.find(({ hash }) => isSecretOf(hash, secret));
    if (link) return link.until > now ? { email, signUp } : 'expired';
  }
  return undefined;
};

/** Deletes all sign-ups with an address, with their passwords and links, once the address is verified. */
export const endSignUps = ({ signUps }: SignUps, email: string): Promise<void> => signUps.delete(idOf(email));
