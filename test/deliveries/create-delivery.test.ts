import { claim, newId } from '@waybill/kernel';
import { orgId, recorded, scenario } from '@waybill/kernel/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { DeliveryCreated, DeliveryRetried, priorities } from '#events/deliveries';
import { BufferChanged, driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { createDelivery } from '#functions/deliveries/commands/create-delivery';
import { delivery } from '#functions/deliveries/delivery';
import { references } from '#functions/deliveries/references';
import {
  activeRoute,
  ada,
  at,
  booked,
  created,
  customerId,
  driverId,
  fleetDriver,
  fleetVehicle,
  historyTo,
  order,
  plan,
  route,
  routeId,
  van,
  vehicleId,
  type World,
  world,
} from './support/support.ts';

const { given } = scenario(createDelivery);
const sees = { route, driver: ada, vehicle: van };
const crew = { routeId, driverId, vehicleId };
const allBooked = (buffer = 0) => [
  booked(driverTime, driverId, { buffer }),
  booked(vehicleTime, vehicleId, { buffer }),
  booked(routeUse, routeId),
];
const eveningRouteId = newId('the evening round');

describe('a delivery', () => {
  const holds = (...events: Parameters<typeof recorded>[0]) => delivery.invariantsOf!(delivery.fold(recorded(events))!);

  test('holds its driver, its vehicle and its route while it is live', () => {
    for (const status of ['PickedUp', 'InTransit', 'OutForDelivery'] as const)
      expect(holds(...historyTo[status])).toEqual(allBooked());
    for (const status of ['Delivered', 'Failed', 'Cancelled'] as const) expect(holds(...historyTo[status])).toEqual([]);
  });

  test('holds its reference, also once it is over', () => {
    const [, ...later] = historyTo.Delivered;
    const named = DeliveryCreated({ ...created.data, reference: 'PO 7' });
    expect(holds(named)).toEqual([claim(references, 'PO 7'), ...allBooked()]);
    expect(holds(named, ...later)).toEqual([claim(references, 'PO 7')]);
  });

  test('has reached no checkpoint when it begins, and none of a new attempt', () => {
    const retried = DeliveryRetried({ attempt: 2, route: plan });
    for (const events of [[created], [...historyTo.OutForDelivery, ...historyTo.Failed.slice(-1), retried]])
      expect(delivery.fold(recorded(events))).toMatchObject({ reached: [] });
  });

  test('and its reference are stored under names that stay the same', () => {
    expect(delivery).toMatchObject({ context: 'deliveries', name: 'delivery' });
    expect(references).toMatchObject({ context: 'deliveries', name: 'reference' });
  });

  test('can begin without driver and vehicle', () => {
    given()
      .seeing({ route })
      .when({ routeId })
      .emits(DeliveryCreated({ route: plan, priority: 'Normal' }), booked(routeUse, routeId));
  });

  test('begins with driver and vehicle and records their names', () => {
    given()
      .seeing(sees)
      .when(crew)
      .emits(created, ...allBooked());
  });

  test('records all input', () =>
    given()
      .seeing(sees)
      .when({
        ...crew,
        reference: ' PO  7 ',
        priority: 'Urgent',
        customerId,
        promised: { from: '2026-05-04T15:00:00+02:00', to: at('14:00') },
        notes: ' Ring\ttwice ',
      })
      .emits(
        DeliveryCreated({
          ...created.data,
          reference: 'PO 7',
          priority: 'Urgent',
          customerId,
          promised: { from: at('13:00'), to: at('14:00') },
          notes: 'Ring twice',
        }),
        ...allBooked(),
        claim(references, 'PO 7'),
      ));

  test.each(priorities)('can have the priority %s', (priority) =>
    given()
      .seeing({ route })
      .when({ routeId, priority })
      .emits(DeliveryCreated({ route: plan, priority }), booked(routeUse, routeId)),
  );

  test('books with the buffer, except on the route', () =>
    given()
      .seeing({ ...sees, policy: { bufferMinutes: 15 } })
      .when(crew)
      .emits(created, ...allBooked(15)));

  test('claims its reference', () =>
    given()
      .seeing({ route })
      .when({ routeId, reference: 'PO 7' })
      .emits(
        DeliveryCreated({ route: plan, priority: 'Normal', reference: 'PO 7' }),
        booked(routeUse, routeId),
        claim(references, 'PO 7'),
      ));

  test('is created once', () => given(created).seeing(sees).when(crew).refuses('delivery-already-exists', {}, 409));
});

describe('creating a delivery is refused', () => {
  test('with an unknown route', () =>
    given().seeing({ driver: ada }).when(crew).refuses('route-not-found', { routeId }, 404));

  test('with an unknown driver', () =>
    given().seeing({ route, vehicle: van }).when(crew).refuses('driver-not-found', { driverId }, 404));

  test('with an unknown vehicle', () =>
    given().seeing({ route, driver: ada }).when(crew).refuses('vehicle-not-found', { vehicleId }, 404));

  test.each(['Planning', 'Deactivated'] as const)('on a route in %s', (status) =>
    given()
      .seeing({ ...sees, route: { ...route, status } })
      .when(crew)
      .refuses('route-not-active', { routeId, current: status }, 409),
  );

  test('with an unavailable driver', () =>
    given()
      .seeing({ ...sees, driver: { ...ada, available: false } })
      .when(crew)
      .refuses('driver-unavailable', { driverId }, 409));

  test('with an unavailable vehicle', () =>
    given()
      .seeing({ ...sees, vehicle: { ...van, available: false } })
      .when(crew)
      .refuses('vehicle-unavailable', { vehicleId }, 409));
});

describe('a promised window', () => {
  const promise = (from: string, to: string) => given().seeing({ route }).when({ routeId, promised: { from, to } });
  const fits = (from: string, to: string) =>
    promise(from, to).emits(
      DeliveryCreated({ route: plan, priority: 'Normal', promised: { from, to } }),
      booked(routeUse, routeId),
    );
  const misses = (from: string, to: string) =>
    promise(from, to).refuses(
      'window-outside-route',
      { promised: { from, to }, route: { from: plan.scheduledStart, to: plan.scheduledEnd } },
      409,
    );

  test('can lie within the route', () => fits(at('13:00'), at('14:00')));
  test('can contain the whole route', () => fits(at('10:00'), at('20:00')));
  test('can end after the route starts', () => fits(at('10:00'), at('12:01')));
  test('can begin just before the route ends', () => fits(at('15:59'), at('18:00')));
  test('cannot end before the route starts', () => misses(at('10:00'), at('11:59')));
  test('can end when the route starts', () => fits(at('10:00'), at('12:00')));
  test('can begin when the route ends', () => fits(at('16:00'), at('18:00')));
  test('cannot begin after the route ends', () => misses(at('16:01'), at('18:00')));
});

describe('the end of a route', () => {
  const ends = (plannedEnd: string | undefined, scheduledEnd: string) =>
    given()
      .seeing({ route: { ...route, plannedEnd } })
      .when({ routeId })
      .emits(
        DeliveryCreated({ route: { ...plan, scheduledEnd }, priority: 'Normal' }),
        booked(routeUse, routeId, { to: scheduledEnd }),
      );

  test('is the planned end', () => ends(at('18:00'), at('18:00')));
  test('is the last checkpoint if that is later', () => ends(at('14:30'), at('15:00')));
  test('is the last checkpoint without a planned end', () => ends(undefined, at('15:00')));
});

describe('against the store', () => {
  const later = {
    ...plan,
    routeId: eveningRouteId,
    scheduledStart: at('16:00'),
    scheduledEnd: at('18:00'),
    checkpoints: [],
  };
  let system: World;
  const create = (input: object) => order(createDelivery, system, input);

  beforeEach(() => {
    system = world();
    for (const events of [
      activeRoute(plan),
      activeRoute(later),
      fleetDriver(driverId, 'Ada'),
      fleetVehicle(vehicleId, 'W-1'),
    ])
      system.given(events);
  });

  test('a driver is booked once at a time and the refusal names every conflict', async () => {
    const { id } = (await create(crew)) as { id: string };
    expect(await create(crew)).toMatchObject({
      no: 'resource-booked',
      status: 409,
      why: {
        conflicts: [
          { resource: 'driver', id: driverId, holder: id, from: at('12:00'), to: at('16:00') },
          { resource: 'vehicle', id: vehicleId, holder: id, from: at('12:00'), to: at('16:00') },
        ],
      },
    });
  });

  test('a refused request books nothing', async () => {
    await create({ routeId, driverId, reference: 'one' });
    expect(await create({ ...crew, reference: 'two' })).toMatchObject({ no: 'resource-booked' });
    expect((await system.events.bookings(orgId, vehicleTime, vehicleId)).items).toEqual([]);
    expect((await system.events.bookings(orgId, routeUse, routeId)).items).toHaveLength(1);
    expect(await create({ routeId, reference: 'two' })).toMatchObject({ wrote: true });
  });

  test('adjacent windows do not conflict', async () => {
    await create(crew);
    expect(await create({ ...crew, routeId: later.routeId })).toMatchObject({ wrote: true });
  });

  test('adjacent windows conflict if there is a buffer', async () => {
    system.given(recorded([BufferChanged({ bufferMinutes: 1 })], { context: 'fleet', aggregate: 'policy', id: orgId }));
    await create(crew);
    expect(await create({ ...crew, routeId: later.routeId })).toMatchObject({ no: 'resource-booked' });
  });

  test('a reference is unique', async () => {
    await create({ routeId, reference: 'PO 7' });
    expect(await create({ routeId, reference: ' PO  7' })).toMatchObject({
      no: 'reference-taken',
      status: 409,
      why: { field: 'reference' },
    });
    expect(await create({ routeId, reference: 'po 7' })).toMatchObject({ wrote: true });
  });

  test('many deliveries can share a route', async () => {
    for (let i = 0; i < 3; i++) expect(await create({ routeId })).toMatchObject({ wrote: true });
  });

  test('only one of two concurrent requests gets the driver', async () => {
    const both = await Promise.all([create(crew), create(crew)]);
    expect(both.map((it) => ('no' in it ? it.no : 'booked')).toSorted()).toEqual(['booked', 'resource-booked']);
  });
});
