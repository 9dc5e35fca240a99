import { hashOf, newSecret } from '@waybill/auth';
import { command, refuse, roles, text, time, z } from '@waybill/kernel';
import { ApiKeyCreated, MemberRole, OrgType } from '#events/identity';
import { apiKey } from '../api-key.ts';
import { isKeyHolder } from '../key-holder.ts';
import { keyPaths } from '../key-paths.ts';
import { keyText, visiblePrefix } from '../key-text.ts';

export const createApiKey = command({
  summary: 'Make a key for a machine; it is shown once, and not when the same request is repeated',
  route: 'POST /api-keys',
  role: 'officer',
  input: z.strictObject({
    name: text(100),
    role: MemberRole,
    expiresAt: time().optional(),
    paths: keyPaths().optional(),
  }),
  on: apiKey,
  draws: newSecret,

  begin: ({ name, role, expiresAt, paths }, { id, now, caller, drawn }) => {
    if (isKeyHolder(caller)) return refuse('not-by-a-key', {}, 403);
    if (roles.indexOf(role) > roles.indexOf(caller.role))
      return refuse('role-too-high', { role, most: caller.role }, 403);
    if (expiresAt !== undefined && expiresAt <= now) return refuse('expires-in-the-past', { expiresAt }, 400);
    const orgType = OrgType.parse(caller.orgType);
    return ApiKeyCreated({ name, role, prefix: visiblePrefix(id), hash: hashOf(drawn!), paths, expiresAt, orgType });
  },
  says: z.object({ key: z.string().optional() }),
  tells: (_, { id, caller: { orgId }, drawn }) =>
    drawn ? { key: keyText({ apiKeyId: id, orgId, secret: drawn }) } : {},
});
