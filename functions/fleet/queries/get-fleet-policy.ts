import { query, z } from '@waybill/kernel';
import { firstPolicy, policy } from '../policy.ts';

export const getFleetPolicy = query({
  summary: 'How long drivers and vehicles rest between two deliveries',
  route: 'GET /fleet/policy',
  role: 'auditor',
  input: z.strictObject({}),
  output: z.object({ bufferMinutes: z.number().int(), version: z.number().int() }),
  reads: { policies: policy },

  answer: async (_, { policies }, { caller }) => (await policies.state(caller.orgId)) ?? firstPolicy,
});
