import { type AccessOf, anyRows, declares, parameter, probes, schedule } from '@waybill/kernel';
import { type Check, checks, contexts, type Limits, limitMs, limitsIn, services, statusOf } from '../health.ts';

/** One day. The last sixty checks stay available when the schedule stops for a night. */
const lastsSeconds = 86_400;
/** The wait for the heartbeat in the stream. Below the timeout, so that the check reports the lag itself. */
const patienceMs = limitMs - 500;

/** The response time or lag of a service, and the reason if something is wrong. */
interface Found {
  readonly latencyMs: number;
  readonly reason?: string;
}
const needs = declares({
  reads: { rows: anyRows(contexts), thresholds: parameter('health/thresholds', { optional: true }) },
  writes: { checks },
  uses: { probes },
});
type CheckAccess = AccessOf<typeof needs>;

type Look = (access: CheckAccess) => Promise<Found>;

const timed =
  (look: (access: CheckAccess) => Promise<unknown>): Look =>
  async (access) => {
    const began = performance.now();
    await look(access);
    return { latencyMs: performance.now() - began };
  };

const queues: Look = async ({ probes }) => {
  const began = performance.now();
  const { dead } = await probes.queues();
  return { latencyMs: performance.now() - began, ...(dead > 0 && { reason: 'dead-letters' }) };
};

const looks: Readonly<Record<string, Look>> = {
  table: timed(async ({ checks }) => {
    await checks.append('beat', { sort: 'beat', data: {} }, lastsSeconds);
    await checks.latest('beat', 1);
  }),
  bus: timed(({ probes }) => probes.bus()),
  queues,
  stream: async ({ probes }) => ({ latencyMs: await probes.streamLag(patienceMs) }),
  ...Object.fromEntries(contexts.map((context) => [context, timed(({ rows }) => rows(context))])),
};

/** A failure or a timeout is a result too, so one check never delays another. */
const check = async (access: CheckAccess, service: string, limits: Limits, checkedAt: string): Promise<Check> => {
  const began = performance.now();
  const { latencyMs, reason, gaveUp } = await inTime(looks[service]!(access)).catch(
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

export const checkServices = schedule({
  name: 'checkServices',
  every: 'rate(1 minute)',
  ...needs,

  page: async (access, _, { now }) => {
    // The defaults apply if the thresholds cannot be read.
    const limitsOf = limitsIn(await access.thresholds().catch(() => undefined));
    const found = await Promise.all(
      services.map((service) => check(access, service, limitsOf(service), now().toISOString())),
    );
    await Promise.all(
      found.map(({ checkedAt, ...result }, i) =>
        access.checks.append(services[i]!, { sort: checkedAt, data: result }, lastsSeconds),
      ),
    );
    return { affected: found.length };
  },
});
