import { newId } from '@waybill/kernel';
import { beforeEach, expect, test } from 'vitest';
import { listRouteDeliveries } from '#functions/deliveries/queries/list-route-deliveries';
import {
  activeRoute,
  ask,
  at,
  createdOn,
  happened,
  plan,
  routeId,
  setOut,
  type World,
  world,
} from '../support/support.ts';

const elsewhere = { ...plan, routeId: newId('the south round') };
let system: World;

beforeEach(async () => {
  system = world();
  system.given(activeRoute(plan));
  for (const [i, minute] of ['12:00', '12:01', '12:02', '12:03'].entries()) {
    const facts = i % 2 ? [createdOn(plan), setOut] : [createdOn(plan)];
    await happened(system, newId(`${i}`), facts, [at(minute), at(minute)]);
  }
  await happened(system, newId('elsewhere'), [createdOn(elsewhere)]);
});

const asked = (query = {}, id = routeId) => ask(listRouteDeliveries, system, { routeId: id }, { query });
const ids = ({ body }: Awaited<ReturnType<typeof asked>>) => body.items.map((it: any) => it.deliveryId);
const named = (...names: number[]) => names.map((name) => newId(`${name}`));

test('the deliveries of a route are listed newest first', async () =>
  expect(ids(await asked())).toEqual(named(3, 2, 1, 0)));

test('the deliveries of a route are filtered by status', async () => {
  expect(ids(await asked({ status: 'InTransit' }))).toEqual(named(3, 1));
  expect(ids(await asked({ status: ['InTransit', 'PickedUp'] }))).toEqual(named(3, 2, 1, 0));
  expect(ids(await asked({ status: 'Failed' }))).toEqual([]);
});

test('the deliveries of a route are paged', async () => {
  const first = await asked({ limit: '3' });
  expect(ids(first)).toEqual(named(3, 2, 1));
  expect(ids(await asked({ limit: '3', cursor: first.body.nextCursor }))).toEqual(named(0));
  expect((await asked({ cursor: first.body.nextCursor, status: 'InTransit' })).status).toBe(400);
});

test('an unknown route has no deliveries', async () =>
  expect(await asked({}, newId('nowhere'))).toMatchObject({ status: 404, body: { code: 'route-not-found' } }));
