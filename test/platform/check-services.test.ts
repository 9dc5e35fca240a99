import { heartbeats, type Platform, projector } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { streamLag } from '@waybill/kernel/messaging/probes';
import { describe, expect, test } from 'vitest';
import * as events from '#events/index';
import { checks, limitsIn, services, statusOf } from '#functions/platform/health';
import { checkServices } from '#functions/platform/schedules/check-services';
import { clockAt } from '../kernel/support/platforms.ts';
import { patienceMs } from '../support/runtime/patience.ts';

const thresholds = '/waybill/test/health/thresholds';

/** A runtime whose projector records every heartbeat at once. Its parts can be replaced. */
const platformWith = (parts: Partial<Platform> = {}, parameters: Record<string, string> = {}): Platform => {
  const platform: Platform = { ...memory({ clock: clockAt('2026-05-04T12:00:00.000Z'), parameters }), ...parts };
  const put: Platform['logs']['append'] = async (pad, subject, note, seconds) => {
    await platform.logs.append(pad, subject, note, seconds);
    if (pad === heartbeats && subject === 'sent') await deliverHeartbeat(platform, note.sort);
  };
  return { ...platform, logs: { ...platform.logs, append: put } };
};
const deliverHeartbeat = (platform: Platform, sort: string) =>
  projector({}).with(platform)({
    Records: [{ eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'platform#-#heartbeat#sent' }, sk: { S: sort } } } }],
  });

const found = async (platform: Platform) => {
  expect(await checkServices.with(platform)({})).toMatchObject({ lockAcquired: true, affected: services.length });
  const entries = services.map(async (service) => [service, (await platform.logs.latest(checks, service, 1))[0]!.data]);
  return Object.fromEntries(await Promise.all(entries));
};
const others = ({ bus, ...rest }: Record<string, any>) => Object.values(rest).map(({ status }) => status);
const allHealthy = Array(services.length - 1).fill('healthy');
const noQueues = async () => ({ waiting: 0, dead: 0 });

describe('a check', () => {
  test('reports a system without failures as healthy', async () => {
    const all = await found(platformWith());
    expect(Object.keys(all)).toEqual(['table', 'bus', 'queues', 'stream', ...Object.keys(events)]);
    for (const { status, latencyMs } of Object.values<any>(all)) {
      expect(status).toBe('healthy');
      expect(latencyMs).toBeTypeOf('number');
    }
  });

  test('that fails reports only that service as unhealthy', async () => {
    const probes = { bus: () => Promise.reject(new Error('no bus')), queues: noQueues };
    const all = await found(platformWith({ probes }));
    expect(all.bus).toMatchObject({ status: 'unhealthy', reason: 'failed' });
    expect(others(all)).toEqual(allHealthy);
  });

  test('without a response times out after five seconds', async () => {
    const probes = { bus: () => new Promise<void>(() => {}), queues: noQueues };
    const all = await found(platformWith({ probes }));
    expect(all.bus).toMatchObject({ status: 'unhealthy', reason: 'timed-out' });
    expect(all.bus.latencyMs).toBeGreaterThanOrEqual(4_990);
    expect(others(all)).toEqual(allHealthy);
  });

  test('of the queues reports dead letters', async () => {
    const probes = { bus: async () => {}, queues: async () => ({ waiting: 9, dead: 1 }) };
    expect((await found(platformWith({ probes }))).queues).toMatchObject({
      status: 'degraded',
      reason: 'dead-letters',
    });
  });

  test('uses the thresholds of the stage', async () => {
    const slow = { bus: { degradedMs: 0 }, table: { degradedMs: 0, unhealthyMs: 0 } };
    const all = await found(platformWith({}, { [thresholds]: JSON.stringify(slow) }));
    expect([all.bus.status, all.table.status, all.queues.status]).toEqual(['degraded', 'unhealthy', 'healthy']);
  });

  test.each(['not json', '[]', '{"bus": {"degradedMs": "soon"}}'])(
    'uses the default thresholds if the stage has %s',
    async (text) => {
      expect((await found(platformWith({}, { [thresholds]: text }))).bus.status).toBe('healthy');
    },
  );

  test('uses the default thresholds if the parameter cannot be read', async () => {
    const parameters = { get: () => Promise.reject(new Error('no parameters')), put: async () => '' };
    expect((await found(platformWith({ parameters }))).bus.status).toBe('healthy');
  });
});

test.each([
  [0, 'healthy'],
  [999, 'healthy'],
  [1_000, 'degraded'],
  [2_999, 'degraded'],
  [3_000, 'unhealthy'],
])('%i ms is %s', (latencyMs, status) => {
  expect(statusOf(latencyMs, limitsIn(undefined)('bus'))).toBe(status);
});

describe('the lag of the stream', () => {
  test('is the time from a heartbeat to its arrival', async () => {
    expect(await streamLag(platformWith(), patienceMs)).toBeLessThan(patienceMs);
  });

  test('grows from the first heartbeat that did not arrive', async () => {
    const clock = clockAt('2026-05-04T12:00:00.000Z');
    const stuck = memory({ clock });
    await deliverHeartbeat(stuck, 'p#2026-05-04T11:59:00.000Z');
    expect(await streamLag(stuck, 10)).toBeLessThan(60_000);
    clock.advance(60);
    expect(await streamLag(stuck, 10)).toBe(60_000);
    clock.advance(60);
    expect(await streamLag(stuck, 10)).toBe(120_000);
  });

  test('does not depend on the projections', async () => {
    const faint = { ...memory().logs, put: () => Promise.reject(new Error('no notes')) };
    const platform = { ...memory(), logs: faint };
    expect(await deliverHeartbeat(platform, 'p#2026-05-04T12:00:00.000Z')).toEqual({ batchItemFailures: [] });
  });
});
