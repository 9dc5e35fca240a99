import { query, z } from '@waybill/kernel';
import { firstPolicy, policy } from '../policy.ts';

export const getFleetPolicy = query({
  summary: 'Get the fleet policy',
  description: 'How many minutes must lie between two bookings of a driver or a vehicle.',
  route: 'GET /fleet/policy',
  role: 'auditor',
  input: z.strictObject({}),
  output: z
    .object({
      bufferMinutes: z.number().int().describe('Minutes that must lie between two bookings.'),
      version: z.number().int().describe('How often it was changed.'),
    })
    .meta({ id: 'FleetPolicy', description: 'How an organization runs its fleet.' }),
  reads: { policies: policy },

  answer: async (_, { policies }, { caller }) => (await policies.state(caller.orgId)) ?? firstPolicy,
});
