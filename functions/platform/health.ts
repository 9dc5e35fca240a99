import { log, z } from '@waybill/kernel';
import * as events from '#events/index';

/** The log of check results, one entry for each check of a service. */
export const checks = log('platform', 'health');

export const HealthStatus = z
  .enum(['healthy', 'degraded', 'unhealthy'])
  .meta({ id: 'HealthStatus', description: 'The health of a service.' });
export type HealthStatus = z.infer<typeof HealthStatus>;

export const Check = z
  .object({
    status: HealthStatus,
    latencyMs: z.number().describe('The response time, in milliseconds.'),
    checkedAt: z.iso.datetime().describe('The time of the check.'),
    reason: z.string().optional().describe('The reason, if the service is not healthy.'),
  })
  .meta({ id: 'HealthCheck', description: 'The result of a check of a service.' });
export type Check = z.infer<typeof Check>;

/** The contexts whose read models are checked: all contexts that publish events. */
export const contexts = Object.keys(events);

export const services = ['table', 'bus', 'queues', 'stream', ...contexts];

/** The timeout of a check, in milliseconds. */
export const limitMs = 5_000;
/** A service without a check for this many milliseconds is reported as unhealthy. */
export const staleMs = 180_000;
export const remembered = 60;

const Limits = z.object({ degradedMs: z.number().min(0), unhealthyMs: z.number().min(0) });
export type Limits = z.infer<typeof Limits>;

const usual: Limits = { degradedMs: 1_000, unhealthyMs: 3_000 };
/** The stream is eventually consistent by design. An alarm reports a lag above half a minute. */
const defaults: Readonly<Record<string, Limits>> = { stream: { degradedMs: 3_000, unhealthyMs: 30_000 } };

/** The thresholds of each service: the stage's parameter (`{"stream": {"degradedMs": 500}}`), else the defaults. */
export const limitsIn = (parameter: string | undefined) => {
  const { data = {} } = z.record(z.string(), Limits.partial()).safeParse(json(parameter));
  return (service: string): Limits => ({ ...usual, ...defaults[service], ...data[service] });
};

const json = (text = '{}'): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

export const statusOf = (latencyMs: number, { degradedMs, unhealthyMs }: Limits): HealthStatus => {
  if (latencyMs >= unhealthyMs) return 'unhealthy';
  return latencyMs >= degradedMs ? 'degraded' : 'healthy';
};
