import { log, z } from '@waybill/kernel';
import * as events from '#events/index';

/** What was found out about a service, one note for each look. */
export const checks = log('platform', 'health');

export const HealthStatus = z
  .enum(['healthy', 'degraded', 'unhealthy'])
  .meta({ id: 'HealthStatus', description: 'How something is.' });
export type HealthStatus = z.infer<typeof HealthStatus>;

export const Check = z
  .object({
    status: HealthStatus,
    latencyMs: z.number().describe('How long it took to answer, in milliseconds.'),
    checkedAt: z.iso.datetime().describe('When it was checked.'),
    reason: z.string().optional().describe('What was wrong, if something was.'),
  })
  .meta({ id: 'HealthCheck', description: 'What was found when a service was checked.' });
export type Check = z.infer<typeof Check>;

/** The contexts whose read models are asked whether they answer: all that publish events. */
export const contexts = Object.keys(events);

export const services = ['table', 'bus', 'queues', 'stream', ...contexts];

/** A look that takes longer is given up. */
export const limitMs = 5_000;
/** A service nobody has looked at for so long cannot be called healthy. */
export const staleMs = 180_000;
export const remembered = 60;

const Limits = z.object({ degradedMs: z.number().min(0), unhealthyMs: z.number().min(0) });
export type Limits = z.infer<typeof Limits>;

const usual: Limits = { degradedMs: 1_000, unhealthyMs: 3_000 };
/** The stream is late by design; an alarm tells when it is later than half a minute. */
const defaults: Readonly<Record<string, Limits>> = { stream: { degradedMs: 3_000, unhealthyMs: 30_000 } };

/** What counts as slow, for each service: as the stage says (`{"stream": {"degradedMs": 500}}`), else as usual. */
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
