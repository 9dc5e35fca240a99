import { heartbeats, type Platform, type Reach, schedule, streamLag } from '@waybill/kernel';
import { type Check, checks, contexts, type Limits, limitMs, limitsIn, services, statusOf } from '../health.ts';

/** A day: the last sixty looks outlive a night without any. */
const lastsSeconds = 86_400;
/** The stream is waited for a little less long than the limit, so that its lateness is told and not cut off. */
const patienceMs = limitMs - 500;

/** How a service does: how long it takes or is behind, and what is wrong with it. */
interface Found {
  readonly latencyMs: number;
  readonly reason?: string;
}
type Look = (platform: Platform) => Promise<Found>;

const timed =
  (look: (platform: Platform) => Promise<unknown>): Look =>
  async (platform) => {
    const began = performance.now();
    await look(platform);
    return { latencyMs: performance.now() - began };
  };

const queues: Look = async ({ probes }) => {
  const began = performance.now();
  const { dead } = await probes.queues();
  return { latencyMs: performance.now() - began, ...(dead > 0 && { reason: 'dead-letters' }) };
};

/** A read model that no context has: asking for its rows takes as long as for those of any other, and finds none. */
const name = 'health';

/** As a list is asked for: through an index of the table. */
const reading = (context: string) =>
  timed(({ views }) => views.list({ context, org: '-', name }, { index: 0, list: '-', by: '-', limit: 1 }));

const looks: Readonly<Record<string, Look>> = {
  table: timed(async ({ logs, clock }) => {
    await logs.append(checks, 'beat', { sort: 'beat', data: { at: clock() } }, lastsSeconds);
    await logs.latest(checks, 'beat', 1);
  }),
  bus: timed(({ probes }) => probes.bus()),
  queues,
  stream: async (platform) => ({ latencyMs: await streamLag(platform, patienceMs) }),
  ...Object.fromEntries(contexts.map((context) => [context, reading(context)])),
};

/** Nothing holds up the look at anything else: what fails, or takes too long, is what was found. */
const lookAt = async (platform: Platform, service: string, limits: Limits): Promise<Check> => {
  const checkedAt = platform.clock().toISOString();
  const began = performance.now();
  const { latencyMs, reason, gaveUp } = await inTime(looks[service]!(platform)).catch(
    (reason): Found & { gaveUp: true } => ({
      latencyMs: performance.now() - began,
      reason: reason === tooLong ? 'timed-out' : 'failed',
      gaveUp: true,
    }),
  );
  const byTime = gaveUp ? 'unhealthy' : statusOf(latencyMs, limits);
  const status = reason && byTime === 'healthy' ? 'degraded' : byTime;
  return { status, latencyMs: Math.round(latencyMs), checkedAt, ...(reason && { reason }) };
};

const tooLong = Symbol('too long');

const inTime = async (found: Promise<Found>): Promise<Found & { readonly gaveUp?: true }> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLong), limitMs);
  });
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
};

const reaches: Reach[] = [
  { to: 'note', pad: checks },
  { to: 'note', pad: heartbeats },
  ...contexts.map((context): Reach => ({ to: 'glance', context, name })),
];

export const checkServices = schedule({
  name: 'checkServices',
  every: 'rate(1 minute)',
  reaches,
  probes: true,
  page: async (platform) => {
    const limitsOf = limitsIn(await thresholds(platform));
    const found = await Promise.all(services.map((service) => lookAt(platform, service, limitsOf(service))));
    const kept = found.map(({ checkedAt, ...check }, i) =>
      platform.logs.append(checks, services[i]!, { sort: checkedAt, data: check }, lastsSeconds),
    );
    await Promise.all(kept);
    return { affected: found.length };
  },
});

/** Where they cannot be had, the usual ones will do. */
const thresholds = ({ parameters, stage }: Platform) =>
  parameters.get(`/waybill/${stage}/health/thresholds`).catch(() => undefined);
