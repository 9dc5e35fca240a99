import { query, z } from '@waybill/kernel';
import { Check, checks, remembered, services, staleMs } from '../health.ts';

const Service = Check.extend({
  service: z.string().describe('The name of the service.'),
  history: z.array(Check).describe('The last sixty checks, newest first.'),
}).meta({ id: 'ServiceHealth', description: 'The health of a service, now and before.' });

export const getServicesHealth = query({
  summary: 'Get the health of each service',
  description: 'The latest check of each part of the system, and the last sixty checks of each.',
  route: 'GET /health/services',
  role: 'auditor',
  input: z.strictObject({}),
  output: z
    .object({
      services: z.array(Service).describe('Each part of the system.'),
      asOf: z.iso.datetime().describe('The time of the response.'),
    })
    .meta({ id: 'ServicesHealth', description: 'The health of each part of the system.' }),
  reads: { checks },

  answer: async (_, { checks }, { now }) => {
    const all = await Promise.all(
      services.map(async (service) => {
        const history = (await checks(service, remembered)).map(
          ({ sort, data }): Check => ({
            ...data,
            checkedAt: sort,
          }),
        );
        const [last] = history;
        if (!last) return [];
        const stale = Date.parse(now) - Date.parse(last.checkedAt) > staleMs;
        const current = stale ? { ...last, status: 'unhealthy' as const, reason: 'not-checked' } : last;
        return [{ service, ...current, history }];
      }),
    );
    return { services: all.flat(), asOf: now };
  },
});
