import { perNetwork, query, z } from '@waybill/kernel';

const version = '0.1.0';

export const getHealth = query({
  summary: 'Get the health',
  description: 'Succeeds if the API itself works.',
  route: 'GET /health',
  role: 'anyone',
  limits: [perNetwork({ name: 'health', most: 300, seconds: 60, counts: 'requests', inMemory: true })],
  input: z.strictObject({}),
  output: z
    .object({
      status: z.literal('ok').describe('The API works.'),
      version: z.string().describe('The version of Waybill.'),
      stage: z.string().describe('The stage.'),
      at: z.iso.datetime().describe('The time of the response.'),
    })
    .meta({ id: 'Health', description: 'The health of the API.' }),
  reads: {},
  freshFor: 5,

  answer: async (_, __, { now, stage }) => ({ status: 'ok' as const, version, stage, at: now }),
});
