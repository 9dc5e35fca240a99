import { query, z } from '@waybill/kernel';
import { Check, checks, remembered, services, staleMs } from '../health.ts';

const Service = Check.extend({
  service: z.string().describe('The name of the service.'),
  history: z.array(Check).describe('The last sixty checks, newest first.'),
}).meta({ id: 'ServiceHealth', description: 'How a service is, and was.' });

export const getServicesHealth = query({
  summary: 'Get the health of each service',
  description: 'How each part of the system is now, and was in the last hour.',
  route: 'GET /health/services',
  role: 'auditor',
  input: z.strictObject({}),
  output: z
    .object({
      services: z.array(Service).describe('Each part of the system.'),
      asOf: z.iso.datetime().describe('When it was read.'),
    })
    .meta({ id: 'ServicesHealth', description: 'How each part of the system is.' }),
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
