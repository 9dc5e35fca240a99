import { newId } from '@waybill/kernel';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { listDeliveries } from '#functions/deliveries/queries/list-deliveries';
import { named, open, pools, type SomeDelivery, scheduleOf, settle, someDelivery } from '../support/some-deliveries.ts';
import { ask, type World, world } from '../support/support.ts';

const all = named(fc.sample(someDelivery, { numRuns: 80, seed: 11 }));
let system: World;
beforeAll(async () => {
  system = world();
  await settle(system, all);
});

type Query = Record<string, string | string[]>;
interface Filter {
  readonly name: string;
  readonly query: Query;
  readonly keeps: (it: SomeDelivery) => boolean;
}

const second = '2026-05-02T00:00:00.000Z';
const known = all.find(({ reference }) => reference)!.reference!;
const third = '2026-05-03T11:30:00.000Z';

/** Every filter, with its meaning as a predicate. */
const filters: readonly Filter[] = [
  { name: 'status', query: { status: 'Failed' }, keeps: ({ status }) => status === 'Failed' },
  {
    name: 'several statuses',
    query: { status: ['PickedUp', 'Delivered', 'Cancelled'] },
    keeps: ({ status }) => ['PickedUp', 'Delivered', 'Cancelled'].includes(status),
  },
  { name: 'route', query: { routeId: pools.routes[0]! }, keeps: ({ routeId }) => routeId === pools.routes[0] },
  { name: 'driver', query: { driverId: pools.drivers[1]! }, keeps: ({ driverId }) => driverId === pools.drivers[1] },
  {
    name: 'vehicle',
    query: { vehicleId: pools.vehicles[2]!.toUpperCase() },
    keeps: ({ vehicleId }) => vehicleId === pools.vehicles[2],
  },
  {
    name: 'customer',
    query: { customerId: pools.customers[0]! },
    keeps: ({ customerId }) => customerId === pools.customers[0],
  },
  { name: 'priority', query: { priority: 'Urgent' }, keeps: ({ priority }) => priority === 'Urgent' },
  { name: 'reference', query: { reference: known }, keeps: ({ reference }) => reference === known },
  { name: 'created from', query: { createdFrom: second }, keeps: ({ createdAt }) => createdAt >= second },
  {
    name: 'created to',
    query: { createdTo: '2026-05-03T13:30:00+02:00' },
    keeps: ({ createdAt }) => createdAt < third,
  },
  { name: 'scheduled from', query: { scheduledFrom: second }, keeps: (it) => scheduleOf(it).to > second },
  { name: 'scheduled to', query: { scheduledTo: third }, keeps: (it) => scheduleOf(it).from < third },
  { name: 'open incidents', query: { hasOpenIncidents: 'true' }, keeps: (it) => open(it).length > 0 },
  { name: 'no open incidents', query: { hasOpenIncidents: 'false' }, keeps: (it) => open(it).length === 0 },
];

const expected = (keeps: (it: SomeDelivery) => boolean, sort: string) => {
  const place = ({ createdAt, id }: SomeDelivery) => `${createdAt}#${id}`;
  const inOrder = all.filter(keeps).toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  return (sort === 'createdAt' ? inOrder : inOrder.toReversed()).map(({ id }) => id);
};

/** Reads all pages in order. */
const found = async (query: Query, limit: number) => {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await ask(listDeliveries, system, {}, { query: { ...query, limit: `${limit}`, cursor } });
    expect(status, JSON.stringify(body)).toBe(200);
    ids.push(...body.items.map(({ deliveryId }: { deliveryId: string }) => deliveryId));
    cursor = body.nextCursor;
    if (!cursor) return ids;
    expect(body.items).toHaveLength(limit);
  }
};

describe('deliveries', () => {
  test.each(filters)('are filtered by $name', async ({ query, keeps }) => {
    for (const sort of ['createdAt', '-createdAt'])
      expect(await found({ ...query, sort }, 7)).toEqual(expected(keeps, sort));
    expect(expected(keeps, 'createdAt')).not.toHaveLength(0);
  });

  const pairs = filters.flatMap((one, i) =>
    filters
      .slice(i + 1)
      .flatMap((other) => (Object.keys(one.query)[0] === Object.keys(other.query)[0] ? [] : [{ one, other }])),
  );
  test.each(pairs)('are filtered by $one.name and $other.name', async ({ one, other }) => {
    const both = (it: SomeDelivery) => one.keeps(it) && other.keeps(it);
    for (const sort of ['createdAt', '-createdAt'])
      expect(await found({ ...one.query, ...other.query, sort }, 5)).toEqual(expected(both, sort));
  });

  test('are filtered by all filters at once', async () => {
    const some = all.find((it) => it.reference && it.driverId && it.vehicleId && it.customerId)!;
    const { from } = scheduleOf(some);
    const query: Query = {
      status: some.status,
      routeId: some.routeId,
      driverId: some.driverId!,
      vehicleId: some.vehicleId!,
      customerId: some.customerId!,
      priority: some.priority,
      reference: some.reference!,
      createdFrom: some.createdAt,
      createdTo: some.createdAt.replace(/\d\dZ$/, '99Z'),
      scheduledFrom: from,
      scheduledTo: scheduleOf(some).to,
      hasOpenIncidents: `${open(some).length > 0}`,
    };
    expect(await found(query, 1)).toContain(some.id);
  });

  test('are sorted newest first by default', async () => {
    expect(await found({}, 100)).toEqual(expected(() => true, '-createdAt'));
  });

  test.each([1, 2, 39, 40, 79, 80, 81])('appear exactly once on pages of %i', async (limit) => {
    expect(await found({}, limit)).toEqual(expected(() => true, '-createdAt'));
  });

  test('are empty without a match', async () => {
    expect(await found({ driverId: newId('unknown') }, 10)).toEqual([]);
  });

  test.each([
    { createdFrom: third, createdTo: second },
    { scheduledFrom: third, scheduledTo: second },
  ])('cannot be filtered by an inverted range: %o', async (query) => {
    const [, end] = Object.keys(query);
    expect(await ask(listDeliveries, system, {}, { query })).toMatchObject({
      status: 400,
      body: { errors: [{ path: end }] },
    });
  });

  test('that only touch a window are not in it', async () => {
    const { from, to } = scheduleOf(all[0]!);
    expect(await found({ scheduledTo: from }, 100)).not.toContain(all[0]!.id);
    expect(await found({ scheduledFrom: to }, 100)).not.toContain(all[0]!.id);
    expect(await found({ scheduledFrom: from, scheduledTo: to }, 100)).toContain(all[0]!.id);
  });

  test('have cursors that are valid only for the same query', async () => {
    const { body } = await ask(listDeliveries, system, {}, { query: { limit: '1' } });
    const continueSession = (query: Query) =>
      ask(listDeliveries, system, {}, { query: { ...query, cursor: body.nextCursor } });
    expect((await continueSession({})).status).toBe(200);
    expect(await continueSession({ priority: 'Low' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
    expect((await continueSession({ sort: 'createdAt' })).status).toBe(400);
  });

  test('of another organization are not returned', async () => {
    expect((await ask(listDeliveries, system, {}, { org: newId('another system') })).body.items).toEqual([]);
  });
});
