import { projection, z } from '@waybill/kernel';
import { ApiKeyCreated, ApiKeyExpiring, ApiKeyRevoked, ApiKeyRotated, MemberRole } from '#events/organizations';
import { apiKey } from '../domain/api-keys/api-key.ts';

/** An API key for the list of keys, without its secret or hash. */
export const ApiKeyRow = z.object({
  apiKeyId: z.uuid().describe('The API key.'),
  prefix: z.string().describe('The first characters of the key.'),
  name: z.string().describe('The display name.'),
  role: MemberRole.describe('The role of the key.'),
  paths: z.array(z.string()).nullable().describe('Where it may be used; `null`: everywhere.'),
  contextKeys: z
    .array(z.string())
    .nullable()
    .describe('The context keys of the contacts that it may see and change; `null`: of none.'),
  createdAt: z.iso.datetime().describe('When it was created.'),
  createdBy: z.string().describe('Who created it.'),
  rotatedAt: z.iso.datetime().nullable().describe('When it was rotated last.'),
  expiresAt: z.iso.datetime().nullable().describe('When it expires. `null` for keys from before keys had to expire.'),
  revoked: z.boolean().describe('Whether it is revoked.'),
});
export type ApiKeyRow = z.infer<typeof ApiKeyRow>;

export const apiKeyRow = projection<ApiKeyRow>('api-key', {
  of: apiKey,
  row: ApiKeyRow,
  indexes: { created: ({ createdAt }) => ['', createdAt] },
})
  .begin(ApiKeyCreated, ({ aggregateId, at, by, data: { prefix, name, role, paths, contextKeys, expiresAt } }) => ({
    apiKeyId: aggregateId,
    prefix,
    name,
    role,
    paths: paths ?? null,
    contextKeys: contextKeys ?? null,
    createdAt: at,
    createdBy: by,
    rotatedAt: null,
    expiresAt: expiresAt ?? null,
    revoked: false,
  }))
  .on(ApiKeyRotated, (row, { at, data: { expiresAt = row.expiresAt } }) => ({ ...row, rotatedAt: at, expiresAt }))
  // The row already has the expiry.
  .on(ApiKeyExpiring, (row) => row)
  .on(ApiKeyRevoked, (row) => ({ ...row, revoked: true }));
