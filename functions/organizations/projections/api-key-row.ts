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
  quotaPerMinute: z.int().nullable().describe('Its requests in a minute; `null`: as many as every key.'),
  quotaPerDay: z.int().nullable().describe('Its requests in 24 hours; `null`: as many as every key.'),
  trusted: z.boolean().describe('Whether its requests are not limited.'),
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
  .begin(ApiKeyCreated, ({ aggregateId, at, by, data }) => ({
    apiKeyId: aggregateId,
    prefix: data.prefix,
    name: data.name,
    role: data.role,
    paths: data.paths ?? null,
    contextKeys: data.contextKeys ?? null,
    quotaPerMinute: data.quotaPerMinute ?? null,
    quotaPerDay: data.quotaPerDay ?? null,
    trusted: data.trusted ?? false,
    createdAt: at,
    createdBy: by,
    rotatedAt: null,
    expiresAt: data.expiresAt ?? null,
    revoked: false,
  }))
  .on(ApiKeyRotated, (row, { at, data: { expiresAt = row.expiresAt } }) => ({ ...row, rotatedAt: at, expiresAt }))
  // The row already has the expiry.
  .on(ApiKeyExpiring, (row) => row)
  .on(ApiKeyRevoked, (row) => ({ ...row, revoked: true }));
