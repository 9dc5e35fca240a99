import { page, pageOf, query, z } from '@waybill/kernel';
import { keyUse } from '../key-use.ts';
import { ApiKeyRow, apiKeyRow } from '../projections/api-key-row.ts';

export const listApiKeys = query({
  summary: 'Keys of the organisation, newest first, revoked ones too; never what opens doors',
  route: 'GET /api-keys',
  role: 'officer',
  input: z.strictObject(page),
  output: pageOf(ApiKeyRow.extend({ lastUsedAt: z.iso.datetime().nullable() })),
  reads: { keys: apiKeyRow, use: keyUse },

  answer: async ({ limit, cursor }, { keys, use }) => {
    const found = await keys.list('created', { descending: true, limit, cursor, asked: {} });
    const items = found.items.map(async (row) => {
      const [last] = await use(row.apiKeyId, 1);
      return { ...row, lastUsedAt: last?.data.at ?? null };
    });
    return { ...found, items: await Promise.all(items) };
  },
});
