import { query, z } from '@waybill/kernel';
import { firstPolicy, policy } from '../policy.ts';

export const getFleetPolicy = query({
  summary: 'Get the fleet policy',
  description: 'The minimum number of minutes between two bookings of a driver or a vehicle.',
  route: 'GET /fleet/policy',
  role: 'auditor',
  input: z.strictObject({}),
  output: z
    .object({
      bufferMinutes: z.number().int().describe('The minimum number of minutes between two bookings.'),
      version: z.number().int().describe('The number of changes.'),
    })
    .meta({ id: 'FleetPolicy', description: 'The fleet policy of an organization.' }),
  reads: { policies: policy },

  answer: async (_, { policies }, { caller }) => (await policies.state(caller.orgId)) ?? firstPolicy,
});
