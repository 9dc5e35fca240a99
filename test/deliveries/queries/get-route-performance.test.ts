import { newId } from '@waybill/kernel';
import { now } from '@waybill/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import { DeliveryRetried } from '#events/deliveries';
import { getRoutePerformance } from '#functions/deliveries/queries/get-route-performance';
import {
  activeRoute,
  ask,
  at,
  changed,
  created,
  createdOn,
  happened,
  historyTo,
  plan,
  reached,
  routeId,
  setOut,
  type World,
  world,
} from '../support/support.ts';

let system: World;
beforeEach(() => {
  system = world();
  system.given(activeRoute(plan));
});
const performance = async () => (await ask(getRoutePerformance, system, { routeId })).body;
const delivered = (name: string, one: string, two: string, gate: string, door: string) =>
  happened(system, newId(name), historyTo.Delivered, ['12:00', '12:00', one, two, gate, gate, door, door].map(at));

test('a route without finished deliveries has no performance yet', async () => {
  await happened(system, newId('under way'), historyTo.InTransit);
  await happened(system, newId('again'), [
    ...historyTo.Failed,
    DeliveryRetried({ attempt: 2, route: plan }),
    changed('Failed', 'PickedUp'),
  ]);
  const nothing = { reached: 0, averageDelayMinutes: null, worstDelayMinutes: null };
  expect(await performance()).toEqual({
    routeId,
    deliveries: 0,
    delivered: 0,
    failed: 0,
    cancelled: 0,
    onTimeRate: null,
    averageDelayMinutes: null,
    checkpoints: [
      { sequence: 1, location: 'Mill', ...nothing },
      { sequence: 2, location: 'Bridge', ...nothing },
      { sequence: 5, location: 'Gate', ...nothing },
    ],
    complete: true,
    asOf: now,
  });
});

test('the performance of a route covers its finished deliveries', async () => {
  await delivered('early', '12:50', '13:50', '14:50', '15:30');
  await delivered('late', '13:10', '14:20', '15:00', '16:30');
  await delivered('later', '13:20', '14:00', '15:30', '16:15');
  await happened(
    system,
    newId('failed'),
    [created, setOut, reached(1), changed('InTransit', 'Failed', 'Rain')],
    ['12:00', '12:00', '14:00', '14:10'].map(at),
  );
  await happened(system, newId('cancelled'), historyTo.Cancelled);
  await happened(system, newId('elsewhere'), [
    createdOn({ ...plan, routeId: newId('elsewhere') }),
    changed('PickedUp', 'Failed', 'Rain'),
  ]);
  expect(await performance()).toMatchObject({
    deliveries: 5,
    delivered: 3,
    failed: 1,
    cancelled: 1,
    onTimeRate: 0.333,
    averageDelayMinutes: 15,
    checkpoints: [
      { sequence: 1, reached: 4, averageDelayMinutes: 22.5, worstDelayMinutes: 60 },
      { sequence: 2, reached: 3, averageDelayMinutes: 6.7, worstDelayMinutes: 20 },
      { sequence: 5, reached: 3, averageDelayMinutes: 10, worstDelayMinutes: 30 },
    ],
  });
});

test('an unknown route is not found', async () => {
  expect(await ask(getRoutePerformance, system, { routeId: newId('nowhere') })).toMatchObject({
    status: 404,
    body: { code: 'route-not-found' },
  });
});
