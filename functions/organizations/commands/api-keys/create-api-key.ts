import { hashOf, newSecret } from '@waybill/auth';
import { command, expiresInThePast, invalidInput, keyIdOf, text, time, z } from '@waybill/kernel';
import { ApiKeyCreated, MemberRole, memberships } from '#events/organizations';
import { apiKey } from '../../domain/api-keys/api-key.ts';
import { IssuedKey } from '../../domain/api-keys/issued-key.ts';
import { validKeys, withKnownKey } from '../../domain/api-keys/issued-keys.ts';
import { aYearAfter, keepExpiry, keyExpiries } from '../../domain/api-keys/key-expiry.ts';
import { keyPaths } from '../../domain/api-keys/key-paths.ts';
import { keyText, visiblePrefix } from '../../domain/api-keys/key-text.ts';
import { mayHandleKey, mayHandleKeyRefuses } from '../../domain/api-keys/may-handle-key.ts';
import { mayTrust } from '../../domain/api-keys/may-trust.ts';
import { mostApiKeys } from '../../domain/limits.ts';
import { keepMembership, membershipId } from '../../domain/members/memberships.ts';
import { organization } from '../../domain/organization.ts';
import { notByAKey, tooManyApiKeys, trustNotYoursToGive } from '../../domain/problems.ts';

export const createApiKey = command({
  summary: 'Create an API key',
  description:
    'The first answer has the key; the answer to a repeated request does not. A key expires after a year or earlier.',
  route: 'POST /api-keys',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({
    name: text(100).describe('The display name.'),
    role: MemberRole.describe('The role of the key: at most the caller’s own.'),
    expiresAt: time().optional().describe('When it expires: within a year, and after a year by default.'),
    paths: keyPaths()
      .optional()
      .describe('Where it may be used: a path, or all below one as in `/deliveries/*`. Everywhere by default.'),
    contextKeys: z
      .array(text(255))
      .min(1)
      .max(20)
      .optional()
      .describe('The context keys of the contacts that it may see and change. None by default.'),
    quotaPerMinute: z
      .int()
      .min(1)
      .max(6_000)
      .optional()
      .describe('How many requests it may make in a minute: 600 by default.'),
    quotaPerDay: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('How many requests it may make in 24 hours: 100,000 by default.'),
    trusted: z
      .literal(true)
      .optional()
      .describe('Its requests are not limited at all. Only an owner of an organization of type `Admin` may give that.'),
  }),
  example: { name: 'Warehouse scanner', role: 'agent', paths: ['/deliveries/*'] },
  on: apiKey,
  refuses: [...mayHandleKeyRefuses, trustNotYoursToGive, notByAKey, expiresInThePast, invalidInput, tooManyApiKeys],
  reads: {
    organization: { of: organization, id: (_, { caller }) => caller.orgId },
    membership: {
      of: memberships,
      id: (_, { caller: { orgId, userId } }) => membershipId({ userId, organizationId: orgId }),
    },
  },
  writes: { memberships, keyExpiries },
  generateSecret: newSecret,

  begin: ({ name, role, paths, ...asked }, { organization, membership }, { id, now, caller, secret }) => {
    if (keyIdOf(caller)) return notByAKey();
    const no = mayHandleKey(role, organization, caller) ?? mayTrust(asked.trusted, organization, caller);
    if (no) return no;
    const latest = aYearAfter(now);
    const { expiresAt = latest, ...rest } = asked;
    if (expiresAt <= now) return expiresInThePast({ expiresAt });
    if (expiresAt > latest)
      return invalidInput({ errors: [{ path: 'expiresAt', message: `must not be after ${latest}` }] });
    const { orgId: organizationId, userId } = caller;
    const member = membership ?? { userId, organizationId };
    if (validKeys(member, now).length >= mostApiKeys) return tooManyApiKeys({ most: mostApiKeys });
    const [prefix, hash, orgType] = [visiblePrefix(id), hashOf(secret!), organization!.type];
    return [
      ApiKeyCreated({ name, role, prefix, hash, paths, expiresAt, orgType, ...rest }),
      keepMembership(withKnownKey(member, id, expiresAt, now)),
      keepExpiry(id, organizationId, { issuedAt: now, expiresAt }, now),
    ];
  },
  responseSchema: IssuedKey,
  respond: (_, { id, caller: { orgId }, secret, events }) => ({
    ...(secret && { key: keyText({ apiKeyId: id, orgId, secret: secret }) }),
    expiresAt: events[0]?.data.expiresAt,
  }),
});
