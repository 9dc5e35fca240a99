import { hashOf, linksLiveSeconds, newSecret, verifications } from '@waybill/auth';
import { type AccessOf, declares, newId, type RecordWriter, recordStore } from '@waybill/kernel';

/**
 * Single-use access to an account: links in mails, and challenges of sign-ins. `endLinks` ends all of a user together.
 */
export interface Link {
  readonly userId: string;
  readonly opens: 'password-reset' | 'sign-in' | 'challenge';
}

/** By the hash of the secret in the link. */
export const links = recordStore<Link>('identity', 'link', { indexed: ['userId'] });

interface Links {
  readonly links: RecordWriter<Link>;
}

export const endLinksNeeds = declares({ writes: { links, verifications } });

const until = (now: string) => new Date(Date.parse(now) + linksLiveSeconds * 1000).toISOString();

/**
 * Creates a link. Without a user it writes an equally large record, so that timing does not reveal who has an account.
 */
export const newLink = async (
  { links }: Links,
  opens: Link['opens'],
  userId: string | undefined,
  now: string,
): Promise<string> => {
  const token = newSecret();
  await links.put(hashOf(token), { userId: userId ?? newId(), opens }, until(now));
  return token;
};

/** Uses a link up. Gives its user; `undefined` for a link that is not valid, or for another purpose. */
export const useLink = async (
  access: AccessOf<typeof endLinksNeeds>,
  opens: Link['opens'],
  token: string,
): Promise<string | undefined> => {
  const link = await access.links.get(hashOf(token));
  if (link?.data.opens !== opens) return undefined;
  // Also deleted by its own id: a simultaneous request with another link may not find this one by user.
  await access.links.delete(link.id);
  await endLinks(access, link.data.userId);
  return link.data.userId;
};

/** Records a challenge of the library, by the name in its cookie, so that it ends together with the links. */
export const keepChallenge = ({ links }: Links, userId: string, challenge: string, now: string): Promise<void> =>
  links.put(challengeId(challenge), { userId, opens: 'challenge' }, until(now));

/** The library stores a challenge under the hash of its name. The client sends `name.signature`. */
export const challengeId = (challenge: string): string => hashOf(challenge.split('.')[0]!);

/** Ends all links and challenges of a user: after one of them was used, or when the password has changed. */
export const endLinks = async (
  { links, verifications }: AccessOf<typeof endLinksNeeds>,
  userId: string,
): Promise<void> => {
  for (const { id, data } of await links.findBy('userId', userId)) {
    await links.delete(id);
    if (data.opens !== 'challenge') continue;
    for (const { id: kept } of await verifications.findBy('identifier', id)) await verifications.delete(kept);
  }
};
