import { page, pageOf, query, z } from '@waybill/kernel';
import { keyUse } from '../domain/api-keys/key-use.ts';
import { ApiKeyRow, apiKeyRow } from '../projections/api-key-row.ts';

const ApiKeyAnswer = ApiKeyRow.extend({
  lastUsedAt: z.iso.datetime().nullable().describe('When it was used last, to the minute.'),
}).meta({ id: 'ApiKey', description: 'A key for a machine, without its secret.' });

export const listApiKeys = query({
  summary: 'List API keys',
  description: 'The keys of the organization, newest first, revoked ones included. Secrets are never shown.',
  route: 'GET /api-keys',
  role: 'officer',
  input: z.strictObject(page),
  output: pageOf(ApiKeyAnswer),
  reads: { keys: apiKeyRow, use: keyUse },

  answer: async ({ limit, cursor }, { keys, use }) => {
    const found = await keys.list('created', { descending: true, limit, cursor, filters: {} });
    const items = found.items.map(async (row) => {
      const [last] = await use(row.apiKeyId, 1);
      return { ...row, lastUsedAt: last?.data.at ?? null };
    });
    return { ...found, items: await Promise.all(items) };
  },
});
