import { projection, z } from '@waybill/kernel';
import { ApiKeyCreated, ApiKeyExpiring, ApiKeyRevoked, ApiKeyRotated, MemberRole } from '#events/identity';
import { apiKey } from '../api-key.ts';

/** A key as those see it who look after it: never what opens doors. */
export const ApiKeyRow = z.object({
  apiKeyId: z.uuid(),
  prefix: z.string(),
  name: z.string(),
  role: MemberRole,
  paths: z.array(z.string()).nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  rotatedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  revoked: z.boolean(),
});
export type ApiKeyRow = z.infer<typeof ApiKeyRow>;

export const apiKeyRow = projection<ApiKeyRow>('api-key', {
  of: apiKey,
  row: ApiKeyRow,
  lists: { created: ({ createdAt }) => ['', createdAt] },
})
  .begin(ApiKeyCreated, ({ id, at, by, data: { prefix, name, role, paths, expiresAt } }) => ({
    apiKeyId: id,
    prefix,
    name,
    role,
    paths: paths ?? null,
    createdAt: at,
    createdBy: by,
    rotatedAt: null,
    expiresAt: expiresAt ?? null,
    revoked: false,
  }))
  .on(ApiKeyRotated, (row, { at, data: { expiresAt = row.expiresAt } }) => ({ ...row, rotatedAt: at, expiresAt }))
  // The row says already when the key expires.
  .on(ApiKeyExpiring, (row) => row)
  .on(ApiKeyRevoked, (row) => ({ ...row, revoked: true }));
