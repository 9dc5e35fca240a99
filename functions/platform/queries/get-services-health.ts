import { query, z } from '@waybill/kernel';
import { Check, checks, HealthStatus, remembered, services, staleMs } from '../health.ts';

const Service = z.object({
  service: z.string(),
  status: HealthStatus,
  latencyMs: z.number(),
  checkedAt: z.iso.datetime(),
  reason: z.string().optional(),
  /** The last sixty looks, newest first. */
  history: z.array(Check),
});

export const getServicesHealth = query({
  summary: 'How each part of the system is, and was in the last hour',
  route: 'GET /health/services',
  role: 'auditor',
  input: z.strictObject({}),
  output: z.object({ services: z.array(Service), asOf: z.iso.datetime() }),
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
