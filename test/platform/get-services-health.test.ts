import type { Contexts } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { checks, services } from '#functions/platform/health';
import { getServicesHealth } from '#functions/platform/queries/get-services-health';
import { ask } from '../kernel/support/asking.ts';
import { clockAt } from '../kernel/support/platforms.ts';

const all = contexts as Contexts;
const start = '2026-05-04T12:00:00.000Z';

/** Check results of the bus, one a minute. */
const looked = async (...outcomes: { status: string; latencyMs: number; reason?: string }[]) => {
  const clock = clockAt(start);
  const platform = memory({ clock });
  for (const data of outcomes) {
    clock.advance(60);
    await platform.logs.append(checks, 'bus', { sort: clock().toISOString(), data }, 86_400);
  }
  const asked = async () => (await ask(platform, getServicesHealth, { as: { role: 'auditor' } })).body;
  return { clock, asked };
};
const healthy = { status: 'healthy', latencyMs: 3 };

test('every context with read models is checked', () => {
  const projecting = Object.entries(all).filter(([, manifest]) =>
    Object.values(manifest).some(({ definition }) => definition.kind === 'projection'),
  );
  expect(services).toEqual(expect.arrayContaining(projecting.map(([context]) => context)));
});

test('there are no results before the first check', async () => {
  const { asked } = await looked();
  expect(await asked()).toEqual({ services: [], asOf: start });
});

test('a service has the result of the last check, and a history that is newest first', async () => {
  const degraded = { status: 'degraded', latencyMs: 1_200 };
  const { asked } = await looked(healthy, degraded);
  expect(await asked()).toMatchObject({
    services: [
      {
        service: 'bus',
        ...degraded,
        checkedAt: '2026-05-04T12:02:00.000Z',
        history: [
          { ...degraded, checkedAt: '2026-05-04T12:02:00.000Z' },
          { ...healthy, checkedAt: '2026-05-04T12:01:00.000Z' },
        ],
      },
    ],
    asOf: '2026-05-04T12:02:00.000Z',
  });
});

test('the last sixty checks are kept', async () => {
  const { asked } = await looked(...Array.from({ length: 70 }, (_, latencyMs) => ({ ...healthy, latencyMs })));
  const [{ history }] = (await asked()).services;
  expect(history.map((it: any) => it.latencyMs)).toEqual(Array.from({ length: 60 }, (_, i) => 69 - i));
});

test('a service without recent checks is not healthy', async () => {
  const { clock, asked } = await looked(healthy);
  clock.advance(180);
  expect((await asked()).services).toMatchObject([{ status: 'healthy' }]);
  clock.advance(1);
  expect((await asked()).services).toMatchObject([{ status: 'unhealthy', reason: 'not-checked' }]);
  clock.advance(86_400);
  expect((await asked()).services).toEqual([]);
});

test('the health of services requires a signed-in user', async () => {
  expect((await ask(memory(), getServicesHealth, { as: null })).status).toBe(401);
  expect(services).toContain('table');
});
