import { query, z } from '@waybill/kernel';

const version = '0.1.0';

export const getHealth = query({
  summary: 'Whether anybody is at home',
  route: 'GET /health',
  role: 'anyone',
  input: z.strictObject({}),
  output: z.object({ status: z.literal('ok'), version: z.string(), at: z.iso.datetime() }),
  reads: {},

  answer: async (_, __, { now }) => ({ status: 'ok' as const, version, at: now }),
});
