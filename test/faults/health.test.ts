import type { Contexts } from '@waybill/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { services } from '#functions/platform/health';
import { deadLettersOf } from '#scripts/local/bus/queues';
import { startLocal } from '#scripts/local/index';
import { ownDatabase } from '#test/support/runtime/own-database';
import { patienceMs } from '#test/support/runtime/patience';

let local: Awaited<ReturnType<typeof startLocal>>;
let busIsDown = false;

beforeAll(async () => {
  const probes = {
    bus: async () => {
      if (busIsDown) throw new Error('no bus');
    },
    queues: async () => ({ waiting: 0, dead: local.queues.depth(deadLettersOf('some')) }),
  };
  local = await startLocal({ contexts: contexts as Contexts, dynamo: ownDatabase(), platform: { probes } });
  // On a busy machine responses are slow; this test is not about that.
  const thresholds = Object.fromEntries(
    services.map((service) => [service, { degradedMs: patienceMs, unhealthyMs: patienceMs }]),
  );
  const how = { secret: false, once: false };
  await local.platform.parameters.put('/waybill/local/health/thresholds', JSON.stringify(thresholds), how);
});
afterAll(() => local?.stop());

const health = async () => {
  expect(await local.scheduler.run('checkServices')).toMatchObject({ lockAcquired: true, affected: services.length });
  const authorization = `Bearer ${await local.keys.mint({ role: 'auditor' })}`;
  const answer = await fetch(`${local.url}/health/services`, { headers: { authorization } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as any;
};
const statuses = (body: any) => Object.fromEntries(body.services.map(({ service, status }: any) => [service, status]));
const wellBut = (other: object) => ({
  ...Object.fromEntries(services.map((service) => [service, 'healthy'])),
  ...other,
});

test('a job checks every part of the system, and signed-in users can read the result', async () => {
  const body = await health();
  expect(statuses(body)).toEqual(wellBut({}));
  expect(body.services.every(({ history }: any) => history.length === 1)).toBe(true);
});

test('a failure is reported, and so is the recovery', async () => {
  busIsDown = true;
  await local.queues.send(deadLettersOf('some'), { lost: true });
  const broken = await health();
  expect(statuses(broken)).toEqual(wellBut({ bus: 'unhealthy', queues: 'degraded' }));
  busIsDown = false;
  const bus = (await health()).services.find(({ service }: any) => service === 'bus');
  expect(bus.status).toBe('healthy');
  expect(bus.history.map(({ status }: any) => status).slice(0, 2)).toEqual(['healthy', 'unhealthy']);
});

test('anyone can read the version and the stage', async () => {
  const answer = await fetch(`${local.url}/health`);
  expect(answer.headers.get('cache-control')).toBe('max-age=5');
  expect(await answer.json()).toMatchObject({ status: 'ok', version: '0.1.0', stage: 'local' });
});
