import { hashOf, newSecret } from '@waybill/auth';
import { command, invalidInput, keyIdOf, text, time, z } from '@waybill/kernel';
import { ApiKeyCreated, MemberRole } from '#events/identity';
import { apiKey } from '../api-key.ts';
import { knowing, validKeys } from '../issued-keys.ts';
import { aYearAfter, keepExpiry, keyExpiries } from '../key-expiry.ts';
import { keyPaths } from '../key-paths.ts';
import { keyText, visiblePrefix } from '../key-text.ts';
import { mostApiKeys } from '../limits.ts';
import { mayHandleKey, mayHandleKeyRefuses } from '../may-handle-key.ts';
import { keepMembership, membershipId, memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { expiresInThePast, notByAKey, tooManyApiKeys } from '../problems.ts';

export const createApiKey = command({
  summary: 'Make a key for a machine, for a year at most; it is shown once, and not when the same request is repeated',
  route: 'POST /api-keys',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({
    name: text(100),
    role: MemberRole,
    expiresAt: time().optional(),
    paths: keyPaths().optional(),
  }),
  on: apiKey,
  refuses: [...mayHandleKeyRefuses, notByAKey, expiresInThePast, invalidInput, tooManyApiKeys],
  consults: { organization, membership: memberships },
  where: (_, __, { orgId, userId }) => ({
    organization: orgId,
    membership: membershipId({ userId, organizationId: orgId }),
  }),
  keeps: [memberships, keyExpiries],
  draws: newSecret,

  begin: ({ name, role, paths, ...asked }, { id, now, caller, drawn, sees: { organization, membership } }) => {
    if (keyIdOf(caller)) return notByAKey();
    const no = mayHandleKey(role, organization, caller);
    if (no) return no;
    const latest = aYearAfter(now);
    const { expiresAt = latest } = asked;
    if (expiresAt <= now) return expiresInThePast({ expiresAt });
    if (expiresAt > latest)
      return invalidInput({ errors: [{ path: 'expiresAt', message: `must not be after ${latest}` }] });
    const { orgId: organizationId, userId } = caller;
    const hers = membership ?? { userId, organizationId };
    if (validKeys(hers, now).length >= mostApiKeys) return tooManyApiKeys({ most: mostApiKeys });
    const [prefix, hash, orgType] = [visiblePrefix(id), hashOf(drawn!), organization!.type];
    return [
      ApiKeyCreated({ name, role, prefix, hash, paths, expiresAt, orgType }),
      keepMembership(knowing(hers, id, expiresAt, now)),
      keepExpiry(id, organizationId, { issuedAt: now, expiresAt }, now),
    ];
  },
  says: z.object({ key: z.string().optional(), expiresAt: z.iso.datetime().optional() }),
  tells: (_, { id, caller: { orgId }, drawn, facts }) => ({
    ...(drawn && { key: keyText({ apiKeyId: id, orgId, secret: drawn }) }),
    expiresAt: facts[0]?.data.expiresAt,
  }),
});
