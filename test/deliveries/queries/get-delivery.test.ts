import { newId } from '@waybill/kernel';
import { now } from '@waybill/kernel/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  DeliveryCancelled,
  DeliveryRetried,
  DriverHandedOver,
  IncidentReported,
  IncidentResolved,
} from '#events/deliveries';
import { changeDeliveryStatus } from '#functions/deliveries/commands/change-delivery-status';
import { createDelivery } from '#functions/deliveries/commands/create-delivery';
import { getDelivery } from '#functions/deliveries/queries/get-delivery';
import { listDeliveries } from '#functions/deliveries/queries/list-deliveries';
import {
  activeRoute,
  ask,
  at,
  changed,
  clockAt,
  created,
  driverId,
  happened,
  historyTo,
  order,
  otherDriverId,
  plan,
  proven,
  reached,
  routeId,
  setOut,
  type World,
  world,
} from '../support/support.ts';

const deliveryId = newId('a delivery');
const incidentId = newId('rain');
const clock = clockAt(now);
let system: World;
beforeEach(() => {
  clock.set(now);
  system = world(clock);
});
const get = (query: { asOf?: string } = {}, id = deliveryId) => ask(getDelivery, system, { deliveryId: id }, { query });

describe('the incidents', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const past = names.flatMap((name) => [
    IncidentReported({ incidentId: newId(name), type: 'Other', description: name }),
    IncidentResolved({ incidentId: newId(name) }),
  ]);
  const descriptions = ({ incidents }: any) => incidents.map(({ description }: any) => description);

  test('are all returned, also those that the row leaves out', async () => {
    await happened(system, deliveryId, [created, ...past]);
    expect(descriptions((await get()).body)).toEqual(names);
    expect((await get()).body).not.toHaveProperty('earlierIncidents');
    expect(descriptions((await ask(listDeliveries, system)).body.items[0])).toEqual(names);
    expect(
      descriptions((await ask(listDeliveries, system, {}, { query: { hasOpenIncidents: 'false' } })).body.items[0]),
    ).toEqual(names);
  });

  test('are returned as of a time', async () => {
    const times = [created, ...past].map((_, i) => at(`12:${String(i).padStart(2, '0')}`));
    await happened(system, deliveryId, [created, ...past], times);
    expect(descriptions((await get({ asOf: at('12:07') })).body)).toEqual(names.slice(0, 4));
  });
});

describe('a delivery', () => {
  test('is returned in its current state', async () => {
    await happened(system, deliveryId, [created]);
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      deliveryId,
      reference: null,
      status: 'PickedUp',
      priority: 'Normal',
      attempt: 1,
      route: {
        routeId,
        name: 'North round',
        origin: 'Depot',
        destination: 'Harbour',
        scheduledStart: at('12:00'),
        scheduledEnd: at('16:00'),
      },
      driver: { driverId, name: 'Ada' },
      vehicle: { vehicleId: created.data.vehicleId, registration: 'W-1' },
      customerId: null,
      locationId: null,
      contactId: null,
      promised: null,
      checkpoints: plan.checkpoints.map((checkpoint) => ({
        ...checkpoint,
        position: checkpoint.position ?? null,
        locationId: null,
        contactId: null,
        reachedAt: null,
        reachedPosition: null,
        state: 'Pending',
      })),
      incidents: [],
      proof: null,
      notes: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
  });

  test('is not found before it was created', async () => {
    expect(await get()).toMatchObject({ status: 404, body: { code: 'delivery-not-found' } });
  });

  test('is returned right after the write, before the read models are updated', async () => {
    for (const event of [activeRoute(plan)]) system.given(event);
    const { id } = (await order(createDelivery, system, { routeId })) as { id: string };
    expect((await get({}, id)).body).toMatchObject({ status: 'PickedUp', version: 1 });
    await order(changeDeliveryStatus, system, { deliveryId: id, status: 'Failed', reason: 'Lost' });
    expect((await get({}, id)).body).toMatchObject({ status: 'Failed', version: 2 });
    await system.settled();
    expect((await get({}, id)).body).toMatchObject({ status: 'Failed', version: 2 });
  });

  test('is not returned to another organization', async () => {
    await happened(system, deliveryId, [created]);
    const elsewhere = { org: newId('another system') };
    expect((await ask(getDelivery, system, { deliveryId }, elsewhere)).status).toBe(404);
  });

  test('requires a valid id and a valid time', async () => {
    expect((await get({}, 'x')).status).toBe(400);
    expect((await get({ asOf: 'yesterday' })).status).toBe(400);
    expect((await get({ asOf: '2026-05-04T12:00:00' })).status).toBe(400);
  });
});

describe('a checkpoint', () => {
  const states = async (query = {}) => (await get(query)).body.checkpoints.map(({ state }: { state: string }) => state);

  test('is pending until its expected time', async () => {
    await happened(system, deliveryId, [created, setOut]);
    clock.set(at('13:00'));
    expect(await states()).toEqual(['Pending', 'Pending', 'Pending']);
    clock.set('2026-05-04T13:00:00.001Z');
    expect(await states()).toEqual(['Overdue', 'Pending', 'Pending']);
    clock.set(at('15:30'));
    expect(await states()).toEqual(['Overdue', 'Overdue', 'Overdue']);
  });

  test('is reached, or reached late', async () => {
    const times = [at('12:00'), at('12:00'), at('13:00'), '2026-05-04T14:00:00.001Z'];
    await happened(system, deliveryId, [created, setOut, reached(1), reached(2)], times);
    clock.set(at('14:30'));
    expect(await states()).toEqual(['Reached', 'ReachedLate', 'Pending']);
  });

  test.each([
    ['failed', [changed('InTransit', 'Failed', 'Rain')]],
    ['was called off', [DeliveryCancelled({ requestedBy: 'Customer' }), changed('InTransit', 'Cancelled')]],
  ])('keeps the status that it had when the delivery %s', async (_, end) => {
    const times = [at('12:00'), at('12:00'), at('13:00'), at('13:30'), at('13:30')];
    await happened(system, deliveryId, [created, setOut, reached(1), ...end], times);
    clock.set(at('20:00'));
    expect(await states()).toEqual(['Reached', 'Pending', 'Pending']);
  });

  test('has the status of the requested time', async () => {
    const times = [at('12:00'), at('12:00'), at('13:30')];
    await happened(system, deliveryId, [created, setOut, reached(1)], times);
    clock.set(at('20:00'));
    expect(await states({ asOf: at('12:30') })).toEqual(['Pending', 'Pending', 'Pending']);
    expect(await states({ asOf: at('13:29') })).toEqual(['Overdue', 'Pending', 'Pending']);
    expect(await states({ asOf: at('14:01') })).toEqual(['ReachedLate', 'Overdue', 'Pending']);
  });
});

describe('the state at a time', () => {
  const later = { ...plan, scheduledEnd: at('19:00'), checkpoints: [] };
  const story = [
    [created, '12:00', { status: 'PickedUp', attempt: 1, driver: { name: 'Ada' } }],
    [setOut, '12:05', { status: 'InTransit' }],
    [
      IncidentReported({ incidentId, type: 'Weather', description: 'Rain' }),
      '12:10',
      { incidents: [{ incidentId, resolvedAt: null }] },
    ],
    [
      DriverHandedOver({ fromDriverId: driverId, driverId: otherDriverId, driverName: 'Ben', reason: 'Ill' }),
      '12:20',
      { driver: { driverId: otherDriverId, name: 'Ben' } },
    ],
    [reached(1), '13:00', { checkpoints: [{ state: 'Reached', reachedAt: at('13:00') }, {}, {}] }],
    [
      IncidentResolved({ incidentId, note: 'Dry' }),
      '13:10',
      { incidents: [{ resolvedAt: at('13:10'), note: 'Dry' }], updatedAt: at('13:10') },
    ],
    [changed('InTransit', 'Failed', 'Flat tyre'), '13:20', { status: 'Failed' }],
    [DeliveryRetried({ attempt: 2, route: later }), '13:40', { attempt: 2, checkpoints: [] }],
    [changed('Failed', 'PickedUp'), '13:41', { status: 'PickedUp', route: { scheduledEnd: at('19:00') } }],
    [setOut, '13:50', { status: 'InTransit', proof: null }],
    [changed('InTransit', 'OutForDelivery'), '13:55', { status: 'OutForDelivery' }],
    [proven, '14:00', { proof: { receiverName: 'Eve', capturedAt: at('14:00') } }],
    [changed('OutForDelivery', 'Delivered'), '14:01', { status: 'Delivered', attempt: 2 }],
  ] as const;

  beforeEach(() =>
    happened(
      system,
      deliveryId,
      story.map(([fact]) => fact),
      story.map(([, time]) => at(time)),
    ),
  );

  test.each(story.map(([{ type }, time, stood], i) => ({ type, time, stood, version: i + 1 })))(
    'includes $type from $time until the next event',
    async ({ time, stood, version }) => {
      expect((await get({ asOf: at(time) })).body).toMatchObject({ ...stood, version });
      const next = story[version]?.[1] ?? '23:59';
      const justBefore = new Date(Date.parse(at(next)) - 1).toISOString();
      expect((await get({ asOf: justBefore })).body).toMatchObject({ version });
    },
  );

  test('accepts any offset', async () => {
    expect((await get({ asOf: '2026-05-04T14:10:00+02:00' })).body).toMatchObject({ version: 3 });
  });

  test('is not found before the creation', async () => {
    expect(await get({ asOf: '2026-05-04T11:59:59.999Z' })).toMatchObject({
      status: 404,
      body: { code: 'delivery-not-found' },
    });
  });

  test('is the current state for a future time', async () => {
    expect((await get({ asOf: '9999-12-31T23:59:59Z' })).body.version).toBe(story.length);
  });
});

test.each(Object.entries(historyTo))('a delivery is returned in every status, such as %s', async (status, history) => {
  await happened(system, deliveryId, history);
  expect((await get()).body).toMatchObject({ status, version: history.length });
});
