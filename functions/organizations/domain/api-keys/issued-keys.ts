import type { Membership } from '#events/organizations';

/** The keys that are valid now. */
export const validKeys = ({ apiKeys = {} }: Pick<Membership, 'apiKeys'>, now: string): string[] =>
  Object.keys(apiKeys).filter((apiKeyId) => apiKeys[apiKeyId]! > now);

const validExcept = (membership: Membership, now: string, but: string) =>
  Object.fromEntries(Object.entries(membership.apiKeys ?? {}).filter(([id, until]) => until > now && id !== but));

/** Records that the member knows the secret of a key, which is valid until then; expired keys are left out. */
export const withKnownKey = (membership: Membership, apiKeyId: string, until: string, now: string): Membership => ({
  ...membership,
  apiKeys: { ...validExcept(membership, now, apiKeyId), [apiKeyId]: until },
});

/** Records that the secret that the member knows is not valid any more. */
export const withoutKnownKey = (membership: Membership, apiKeyId: string, now: string): Membership => ({
  ...membership,
  apiKeys: validExcept(membership, now, apiKeyId),
});
