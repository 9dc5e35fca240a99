import { perNetwork, query, z } from '@waybill/kernel';

const version = '0.1.0';

export const getHealth = query({
  summary: 'Whether anybody is at home',
  route: 'GET /health',
  role: 'anyone',
  limits: [perNetwork({ name: 'health', most: 300, seconds: 60, counts: 'requests', inMemory: true })],
  input: z.strictObject({}),
  output: z.object({ status: z.literal('ok'), version: z.string(), stage: z.string(), at: z.iso.datetime() }),
  reads: {},
  freshFor: 5,

  answer: async (_, __, { now, stage }) => ({ status: 'ok' as const, version, stage, at: now }),
});
