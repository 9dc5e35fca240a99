import { command, deleteRecord, id, z } from '@waybill/kernel';
import { ApiKeyExpiring } from '#events/organizations';
import { apiKey } from '../../domain/api-keys/api-key.ts';
import { dueWarning, keepExpiry, keyExpiries } from '../../domain/api-keys/key-expiry.ts';

export const warnOfExpiry = command({
  summary: 'Record that a key expires soon: once for each time before its end at which owners are warned',
  role: 'owner',
  input: z.strictObject({ apiKeyId: id() }),
  on: apiKey,
  writes: { keyExpiries },

  decide: (key, { apiKeyId }, _, { now, caller: { orgId } }) => {
    const { revoked, expiresAt } = key;
    if (revoked || expiresAt === undefined || expiresAt <= now) return [deleteRecord(keyExpiries, apiKeyId)];
    const days = dueWarning(key, now);
    return [
      ...(days === undefined ? [] : [ApiKeyExpiring({ expiresAt, days })]),
      keepExpiry(apiKeyId, orgId, key, now),
    ];
  },
});
