import { hashOf, newSecret } from '@waybill/auth';
import { command, id, refuse, z } from '@waybill/kernel';
import { ApiKeyRotated } from '#events/identity';
import { apiKey } from '../api-key.ts';
import { isKeyHolder } from '../key-holder.ts';
import { keyText, visiblePrefix } from '../key-text.ts';

/** Time to bring the new key to wherever the old one is in use. */
const overlapMs = 24 * 3_600_000;

export const rotateApiKey = command({
  summary: 'Put a new key in the place of one, which is good for another 24 hours; the new one is shown once',
  route: 'POST /api-keys/{apiKeyId}/rotation',
  role: 'officer',
  input: z.strictObject({ apiKeyId: id() }),
  on: apiKey,
  draws: newSecret,

  decide: ({ revoked, expiresAt }, { apiKeyId }, { now, caller, drawn }) => {
    if (isKeyHolder(caller)) return refuse('not-by-a-key', {}, 403);
    if (revoked) return refuse('api-key-revoked');
    if (expiresAt !== undefined && expiresAt <= now) return refuse('api-key-expired', { expiresAt });
    const oldUntil = new Date(Date.parse(now) + overlapMs).toISOString();
    return ApiKeyRotated({ prefix: visiblePrefix(apiKeyId), hash: hashOf(drawn!), oldUntil });
  },
  says: z.object({ key: z.string().optional() }),
  tells: ({ apiKeyId }, { caller: { orgId }, drawn }) =>
    drawn ? { key: keyText({ apiKeyId, orgId, secret: drawn }) } : {},
});
