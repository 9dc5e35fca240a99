import { hashOf, linksLiveSeconds, newSecret, type Unit, verifications } from '@waybill/auth';
import { newId, type Reach, recordStore } from '@waybill/kernel';

/** What opens an account once, by a link or by the second step of signing in. All of them end together: `endLinks`. */
export interface Link {
  readonly userId: string;
  readonly opens: 'password-reset' | 'sign-in' | 'challenge';
}

/** By the hash of what is in the link. */
export const links = recordStore<Link>('identity', 'link', { indexed: ['userId'] });

/** For whoever ends all links of somebody. */
export const endLinksReaches: readonly Reach[] = [
  { to: 'keep', register: links },
  { to: 'keep', register: verifications },
];

const until = (unit: Unit) => new Date(unit.now().getTime() + linksLiveSeconds * 1000).toISOString();

/** A new link. For nobody, as much is written as for somebody, so that timing does not reveal who is known. */
export const newLink = async (unit: Unit, opens: Link['opens'], userId: string | undefined): Promise<string> => {
  const token = newSecret();
  await unit.put(links, hashOf(token), { userId: userId ?? newId(), opens }, until(unit));
  return token;
};

/** Uses a link up: for whom it was. `undefined`: it opens nothing, or not that. */
export const useLink = async (unit: Unit, opens: Link['opens'], token: string): Promise<string | undefined> => {
  const link = await unit.get(links, hashOf(token));
  if (link?.data.opens !== opens) return undefined;
  // By itself, too: another link that is used at the same moment may have ended all links since this one was read.
  await unit.remove(links, link.id);
  await endLinks(unit, link.data.userId);
  return link.data.userId;
};

/** A challenge of the library, by the name in its cookie, so that it ends with the links. */
export const keepChallenge = async (unit: Unit, userId: string, challenge: string): Promise<void> =>
  unit.put(links, challengeId(challenge), { userId, opens: 'challenge' }, until(unit));

/** The library keeps a challenge under the hash of its name: `name.signature` is what the client has. */
export const challengeId = (challenge: string): string => hashOf(challenge.split('.')[0]!);

/**
 * No link that was sent to them before opens anything any more, and no challenge that they were given: after one was used,
 * or the password has changed.
 */
export const endLinks = async (unit: Unit, userId: string): Promise<void> => {
  for (const { id, data } of await unit.findBy(links, 'userId', userId)) {
    await unit.remove(links, id);
    if (data.opens !== 'challenge') continue;
    for (const kept of await unit.findBy(verifications, 'identifier', id)) await unit.remove(verifications, kept.id);
  }
};
