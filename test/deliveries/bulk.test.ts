import { newId } from '@waybill/kernel';
import { orgId } from '@waybill/kernel/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { IncidentReported } from '#events/deliveries';
import { cancelDeliveries } from '#functions/deliveries/commands/cancel-deliveries';
import { changeDeliveryStatuses } from '#functions/deliveries/commands/change-delivery-statuses';
import { assignCrews } from '#functions/deliveries/commands/crew/assign-crews';
import { resolveIncidents } from '#functions/deliveries/commands/incidents/resolve-incidents';
import { delivery } from '#functions/deliveries/delivery';
import {
  alone,
  ask,
  created,
  driverId,
  fleetDriver,
  fleetVehicle,
  happened,
  historyTo,
  vehicleId,
  type World,
  world,
} from './support/support.ts';

const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => newId(`delivery ${name}`)) as [
  string,
  string,
  string,
  string,
];
const nowhere = newId('nowhere');
const incidentId = newId('rain');

let system: World;
beforeEach(async () => {
  system = world();
  await happened(system, one, [alone]);
  await happened(system, four, [alone]);
  await happened(system, two, [created, IncidentReported({ incidentId, type: 'Weather', description: 'Rain' })]);
  await happened(system, three, historyTo.Delivered);
  for (const events of [fleetDriver(driverId, 'Ada'), fleetVehicle(vehicleId, 'W-1')]) system.given(events);
});

const asked = async (fn: Parameters<typeof ask>[0], items: object[], { key = newId(), role = 'officer' } = {}) => {
  const { status, body } = await ask(fn, system, {}, { body: { items }, role, key });
  return status === 200
    ? body.results.map(({ id, outcome, problem }: any) => [id, problem?.code ?? outcome])
    : body.code;
};
const standing = async (id: string) =>
  delivery.fold(await system.events.read({ context: 'deliveries', org: orgId, aggregate: 'delivery', id }));

describe('a bulk command', () => {
  test('changes each delivery on its own and returns the results in order', async () => {
    const items = [three, one, nowhere, two].map((deliveryId) => ({ deliveryId, status: 'InTransit' }));
    expect(await asked(changeDeliveryStatuses, items)).toEqual([
      [three, 'transition-not-allowed'],
      [one, 'driver-and-vehicle-needed'],
      [nowhere, 'delivery-not-found'],
      [two, 'done'],
    ]);
    expect([await standing(one), await standing(two)]).toMatchObject([{ status: 'PickedUp' }, { status: 'InTransit' }]);
  });

  test('assigns crews and refuses drivers and vehicles that are booked', async () => {
    const items = [
      { deliveryId: one, driverId, vehicleId },
      { deliveryId: one, driverId },
      { deliveryId: three, driverId },
    ];
    expect(await asked(assignCrews, items)).toEqual([
      [one, 'done'],
      [one, 'done'],
      [three, 'delivery-over'],
    ]);
    expect(await standing(one)).toMatchObject({ driverId, vehicleId });
    expect(await asked(assignCrews, [{ deliveryId: four, driverId }])).toEqual([[four, 'resource-booked']]);
  });

  test('cancels deliveries', async () => {
    const items = [one, two, three].map((deliveryId) => ({ deliveryId, reason: 'Flood', requestedBy: 'Dispatcher' }));
    expect(await asked(cancelDeliveries, items)).toEqual([
      [one, 'done'],
      [two, 'done'],
      [three, 'transition-not-allowed'],
    ]);
  });

  test('resolves incidents and returns their ids', async () => {
    const items = [
      { deliveryId: two, incidentId, note: 'Dry' },
      { deliveryId: two, incidentId: nowhere },
      { deliveryId: nowhere, incidentId },
    ];
    expect(await asked(resolveIncidents, items)).toEqual([
      [incidentId, 'done'],
      [nowhere, 'incident-not-found'],
      [incidentId, 'delivery-not-found'],
    ]);
  });

  test('can be repeated with the same idempotency key', async () => {
    const items = [{ deliveryId: two, status: 'InTransit' }];
    const key = newId();
    expect(await asked(changeDeliveryStatuses, items, { key })).toEqual([[two, 'done']]);
    await asked(changeDeliveryStatuses, [{ deliveryId: two, status: 'Failed', reason: 'Rain' }]);
    expect(await asked(changeDeliveryStatuses, items, { key })).toEqual([[two, 'done']]);
    expect(await standing(two)).toMatchObject({ status: 'Failed' });
  });

  test('requires the role officer', async () => {
    for (const fn of [changeDeliveryStatuses, assignCrews, cancelDeliveries, resolveIncidents])
      expect(await asked(fn, [], { role: 'agent' })).toBe('role-too-low');
  });
});
