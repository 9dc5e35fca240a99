import { newId } from '@waybill/kernel';
import { now, orgId, recorded, rowAfter } from '@waybill/kernel/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveryStatuses, priorities, severities } from '#events/deliveries';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { getDeliveryStatistics } from '#functions/deliveries/queries/get-delivery-statistics';
import { later, moment, named, open, type SomeDelivery, settle, someDelivery } from '../support/some-deliveries.ts';
import { ask, changed, created, setOut, type World, world } from '../support/support.ts';

const count = <T>(all: readonly T[], one: T) => all.filter((it) => it === one).length;
const countOf = <T extends string>(names: readonly T[], all: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, count(all, name)]));
const mean = (values: readonly number[], precision: number) =>
  values.length ? Math.round((values.reduce((a, b) => a + b, 0) / values.length) * precision) / precision : null;

/** The statistics, counted one by one. */
const counted = (all: readonly SomeDelivery[], from?: string, to?: string) => {
  const within = all.filter(({ createdAt }) => (!from || createdAt >= from) && (!to || createdAt < to));
  const delivered = within.filter(({ status }) => status === 'Delivered');
  const unrated = within.flatMap(open).map(({ severity }) => severity ?? 'Unrated');
  return {
    deliveries: within.length,
    byStatus: countOf(
      deliveryStatuses,
      within.map(({ status }) => status),
    ),
    byPriority: countOf(
      priorities,
      within.map(({ priority }) => priority),
    ),
    onTimeRate: mean(
      delivered.map(({ lateBy }) => (lateBy <= 0 ? 1 : 0)),
      1000,
    ),
    averageDelayMinutes: mean(
      delivered.map(({ lateBy }) => Math.max(0, lateBy)),
      10,
    ),
    openIncidents: countOf([...severities, 'Unrated'], unrated),
    counted: { from: from ?? null, to: to ?? null },
    asOf: now,
  };
};

test('the statistics of any range match a count one by one', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(someDelivery, { maxLength: 12 }),
      fc.array(fc.tuple(fc.option(moment, { nil: undefined }), fc.option(moment, { nil: undefined })), {
        minLength: 1,
        maxLength: 6,
      }),
      async (some, spans) => {
        const all = named(some);
        const system = world();
        await settle(system, all);
        for (const [from, to] of spans) {
          const { status, body } = await ask(getDeliveryStatistics, system, {}, { query: { from, to } });
          if (from && to && from >= to) expect(status).toBe(400);
          else expect(body).toEqual(counted(all, from, to));
        }
      },
    ),
    { numRuns: 150 },
  ));

test('every range near day boundaries counts each delivery once', async () => {
  const all = named(fc.sample(someDelivery, { numRuns: 60, seed: 7 }));
  const system = world();
  await settle(system, all);
  const moments = [1, 2, 3].flatMap((day) =>
    ['00:00:00.000', '00:00:00.001', '11:30:00.000', '23:59:59.999'].map((time) => `2026-05-0${day}T${time}Z`),
  );
  for (const from of moments)
    for (const to of moments.filter((to) => to > from)) {
      const { body } = await ask(getDeliveryStatistics, system, {}, { query: { from, to } });
      expect(body, `${from} to ${to}`).toEqual(counted(all, from, to));
    }
});

test('an organization without deliveries has no punctuality', async () => {
  const { body } = await ask(getDeliveryStatistics, world());
  expect(body).toEqual(counted([]));
  expect(body).toMatchObject({ deliveries: 0, onTimeRate: null, averageDelayMinutes: null });
});

describe('a partial day of many deliveries', () => {
  /** This many deliveries on one day, a minute apart. */
  const busy = async (deliveries: number, system = world()) => {
    const row = rowAfter(deliveryRow, created)!;
    const view = { context: 'deliveries', org: orgId, name: 'delivery' };
    const changes = Array.from({ length: deliveries }, (_, i) => {
      const [deliveryId, createdAt] = [newId(`${i}`), later('2026-05-02T01:00:00.000Z', i)];
      return { view, row: deliveryRow.stored(deliveryId, { ...row, deliveryId, createdAt }, 1), previous: undefined };
    });
    expect(await system.views.putMany(changes)).toEqual([]);
    return system;
  };
  const figures = async (system: World, from?: string, to?: string) => {
    const { deliveries, counted } = (await ask(getDeliveryStatistics, system, {}, { query: { from, to } })).body;
    return [deliveries, counted.from, counted.to];
  };
  const [one, two] = ['2026-05-02T02:00:00.000Z', '2026-05-02T02:30:00.000Z'];
  const [begins, ends] = ['2026-05-02T00:00:00.000Z', '2026-05-03T00:00:00.000Z'];

  test('is counted exactly up to 1,000 deliveries', async () => {
    const system = await busy(1_000);
    expect(await figures(system, one)).toEqual([940, one, null]);
    expect(await figures(system, one, two)).toEqual([30, one, two]);
  });

  test('is counted as a whole day beyond that, and the response reports the wider range', async () => {
    const system = await busy(1_001);
    expect(await figures(system, one)).toEqual([1_001, begins, null]);
    expect(await figures(system, undefined, one)).toEqual([1_001, null, ends]);
    expect(await figures(system, one, two)).toEqual([1_001, begins, ends]);
    expect(await figures(system, '2026-05-01T12:00:00.000Z', two)).toEqual([1_001, '2026-05-01T12:00:00.000Z', ends]);
  });
});

test('the last representable day has no deliveries', async () => {
  const system = world();
  await settle(system, named(fc.sample(someDelivery, { numRuns: 3, seed: 1 })));
  for (const from of ['9999-12-31T00:00:00.000Z', '9999-12-31T12:00:00.000Z', '9999-12-31T23:59:59.999Z'])
    expect((await ask(getDeliveryStatistics, system, {}, { query: { from } })).body).toEqual(counted([], from));
  const all = { from: '0001-01-01T00:00:00.001Z', to: '9999-12-31T23:59:59.999Z' };
  expect((await ask(getDeliveryStatistics, system, {}, { query: all })).body.deliveries).toBe(3);
});

test('a status change moves a delivery between the counts', async () => {
  const system = world();
  const moves = [
    [created, 'PickedUp'],
    [setOut, 'InTransit'],
    [changed('InTransit', 'Failed', 'Rain'), 'Failed'],
    [changed('Failed', 'PickedUp'), 'PickedUp'],
  ] as const;
  for (const [i, [fact, status]] of moves.entries()) {
    const [event] = recorded([fact], { context: 'deliveries', aggregate: 'delivery' });
    await deliveryRow.with(system)([{ ...event!, version: i + 1 }]);
    const { deliveries, byStatus } = (await ask(getDeliveryStatistics, system)).body;
    expect({ deliveries, byStatus }).toEqual({ deliveries: 1, byStatus: countOf(deliveryStatuses, [status]) });
  }
});
