import { hashOf, newSecret } from '@waybill/auth';
import { command, id, keyIdOf, mustBe, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { ApiKeyRotated, memberships } from '#events/organizations';
import { apiKey } from '../../domain/api-keys/api-key.ts';
import { IssuedKey } from '../../domain/api-keys/issued-key.ts';
import { validKeys, withKnownKey } from '../../domain/api-keys/issued-keys.ts';
import { keepExpiry, keyExpiries, renewed } from '../../domain/api-keys/key-expiry.ts';
import { keyText, visiblePrefix } from '../../domain/api-keys/key-text.ts';
import { mayHandleKey, mayHandleKeyRefuses } from '../../domain/api-keys/may-handle-key.ts';
import { mayTrust } from '../../domain/api-keys/may-trust.ts';
import { mostApiKeys } from '../../domain/limits.ts';
import { keepMembership, membershipId } from '../../domain/members/memberships.ts';
import { organization } from '../../domain/organization.ts';
import {
  apiKeyExpired,
  apiKeyNotFound,
  apiKeyRevoked,
  notByAKey,
  tooManyApiKeys,
  trustNotYoursToGive,
} from '../../domain/problems.ts';

/** How long the old secret stays valid, so that the new one can be deployed. */
const overlapMs = 24 * 3_600_000;

export const rotateApiKey = command({
  summary: 'Rotate an API key',
  description:
    'Replaces the secret of the key, for the same term as before. The old secret is accepted for another 24 hours. The answer has the new key once.',
  route: 'POST /api-keys/{apiKeyId}/rotation',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  status: 200,
  input: z.strictObject({ apiKeyId: id().describe('The API key.') }),
  example: { apiKeyId: exampleIds.apiKey },
  on: apiKey,
  refuses: [
    ...mayHandleKeyRefuses,
    trustNotYoursToGive,
    notByAKey,
    apiKeyNotFound,
    apiKeyRevoked,
    apiKeyExpired,
    tooManyApiKeys,
  ],
  reads: {
    organization: { of: organization, id: (_, { caller }) => caller.orgId },
    membership: {
      of: memberships,
      id: (_, { caller: { orgId: organizationId, userId } }) => membershipId({ userId, organizationId }),
    },
    issuer: {
      of: memberships,
      id: (_, { state: key, caller }) => key && membershipId({ userId: key.issuedBy, organizationId: caller.orgId }),
    },
  },
  writes: { memberships, keyExpiries },
  generateSecret: newSecret,

  // The right is checked first, so that a refusal does not reveal whether it exists.
  begin: (_, { organization }, { caller }) => mustBe('officer', organization, caller) ?? apiKeyNotFound(),
  decide: (key, { apiKeyId }, { organization, membership, issuer }, { now, caller, secret }) => {
    if (keyIdOf(caller)) return notByAKey();
    const no = mayHandleKey(key.role, organization, caller) ?? mayTrust(key.trusted, organization, caller);
    if (no) return no;
    if (key.revoked) return apiKeyRevoked();
    if (key.expiresAt !== undefined && key.expiresAt <= now) return apiKeyExpired({ expiresAt: key.expiresAt });
    const { orgId: organizationId, userId } = caller;
    const member = membership ?? { userId, organizationId };
    if (validKeys(member, now).filter((other) => other !== apiKeyId).length >= mostApiKeys)
      return tooManyApiKeys({ most: mostApiKeys });
    const overlap = new Date(Date.parse(now) + overlapMs).toISOString();
    const oldUntil = key.expiresAt !== undefined && key.expiresAt < overlap ? key.expiresAt : overlap;
    const expiresAt = renewed(key, now);
    return [
      ApiKeyRotated({ prefix: visiblePrefix(apiKeyId), hash: hashOf(secret!), oldUntil, expiresAt }),
      keepMembership(withKnownKey(member, apiKeyId, expiresAt, now)),
      // The previous issuer knows the old secret, for as long as that is valid.
      ...(issuer && key.issuedBy !== userId ? [keepMembership(withKnownKey(issuer, apiKeyId, oldUntil, now))] : []),
      keepExpiry(apiKeyId, organizationId, { issuedAt: now, expiresAt }, now),
    ];
  },
  responseSchema: IssuedKey,
  respond: ({ apiKeyId }, { caller: { orgId }, secret, events }) => ({
    ...(secret && { key: keyText({ apiKeyId, orgId, secret: secret }) }),
    expiresAt: events[0]?.data.expiresAt,
  }),
});
