import type { Membership } from './memberships.ts';

/** The keys among them that are valid now. */
export const validKeys = ({ apiKeys = {} }: Pick<Membership, 'apiKeys'>, now: string): string[] =>
  Object.keys(apiKeys).filter((apiKeyId) => apiKeys[apiKeyId]! > now);

const kept = (membership: Membership, now: string, but: string) =>
  Object.fromEntries(Object.entries(membership.apiKeys ?? {}).filter(([id, until]) => until > now && id !== but));

/** She knows the secret of that key until then; keys that are not valid any more are left out. */
export const knowing = (membership: Membership, apiKeyId: string, until: string, now: string): Membership => ({
  ...membership,
  apiKeys: { ...kept(membership, now, apiKeyId), [apiKeyId]: until },
});

/** What she knows of that key opens nothing any more. */
export const forgetting = (membership: Membership, apiKeyId: string, now: string): Membership => ({
  ...membership,
  apiKeys: kept(membership, now, apiKeyId),
});
