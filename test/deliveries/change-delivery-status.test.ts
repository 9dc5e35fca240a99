import { itsId, scenario, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  DeliveryCreated,
  DeliveryRetried,
  type DeliveryStatus,
  DriverAssigned,
  deliveryStatuses,
} from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { changeDeliveryStatus } from '#functions/deliveries/commands/change-delivery-status';
import {
  ada,
  allFreed,
  alone,
  anotherDriver,
  at,
  booked,
  changed,
  created,
  createdOn,
  driverId,
  freed,
  historyTo,
  plan,
  proven,
  reached,
  route,
  routeId,
  setOut,
  straight,
  theDriver,
  throughAll,
  van,
  vehicleId,
} from './support/support.ts';

const { given } = scenario(changeDeliveryStatus);

/** The status transitions, written independently of the implementation. */
const mayGo: Record<DeliveryStatus, DeliveryStatus[]> = {
  PickedUp: ['InTransit', 'Failed', 'Cancelled'],
  InTransit: ['OutForDelivery', 'Failed', 'Cancelled'],
  OutForDelivery: ['Delivered', 'Failed', 'Cancelled'],
  Delivered: [],
  Failed: ['PickedUp', 'Cancelled'],
  Cancelled: [],
};
const pairs = deliveryStatuses.flatMap((from) => deliveryStatuses.map((to) => ({ from, to })));
const sees = { route, driver: ada, vehicle: van };

describe('a delivery', () => {
  test.each(pairs.filter(({ from, to }) => from !== to && to !== 'Cancelled' && !mayGo[from].includes(to)))(
    'cannot change from $from to $to',
    ({ from, to }) =>
      given(...historyTo[from])
        .seeing(sees)
        .when({ status: to, reason: 'Because' })
        .refuses('transition-not-allowed', { from, to, allowed: mayGo[from] }, 409),
  );

  test.each(
    pairs.filter(
      ({ from, to }) => mayGo[from].includes(to) && !['Delivered', 'Cancelled'].includes(to) && from !== 'Failed',
    ),
  )('changes from $from to $to', ({ from, to }) => {
    const history =
      from === 'InTransit' ? [...historyTo.InTransit, reached(1), reached(2), reached(5)] : historyTo[from];
    const news = changed(from, to, 'Because');
    given(...history)
      .when({ status: to, reason: 'Because' })
      .emits(news, ...(to === 'Failed' ? allFreed : []));
  });

  test.each(deliveryStatuses.filter((status) => status !== 'Cancelled'))(
    'that is already %s stays so without an event',
    (status) =>
      given(...historyTo[status])
        .when({ status, reason: 'Again' })
        .emitsNothing(),
  );

  test('must exist', () => given().when({ status: 'InTransit' }).refuses('delivery-not-found', {}, 404));
});

describe('setting out', () => {
  test('requires a driver and a vehicle', () =>
    given(alone)
      .when({ status: 'InTransit' })
      .refuses('driver-and-vehicle-needed', { missing: ['driver', 'vehicle'] }, 409));

  test('names the driver when only the driver is missing', () =>
    given(DeliveryCreated({ route: plan, priority: 'Normal', vehicleId, registration: 'W-1' }))
      .when({ status: 'InTransit' })
      .refuses('driver-and-vehicle-needed', { missing: ['driver'] }, 409));

  test('names the vehicle when only the vehicle is missing', () =>
    given(alone, DriverAssigned({ driverId, driverName: 'Ada' }))
      .when({ status: 'InTransit' })
      .refuses('driver-and-vehicle-needed', { missing: ['vehicle'] }, 409));

  test('makes no new booking', () => given(created).when({ status: 'InTransit' }).emits(setOut));
});

describe('the status OutForDelivery', () => {
  test('requires every checkpoint', () =>
    given(created, setOut)
      .when({ status: 'OutForDelivery' })
      .refuses('checkpoints-missing', { missing: [1, 2, 5] }, 409));

  test('is refused with the missing checkpoints', () =>
    given(created, setOut, reached(1), reached(2))
      .when({ status: 'OutForDelivery' })
      .refuses('checkpoints-missing', { missing: [5] }, 409));

  test('requires none on a route without checkpoints', () =>
    given(createdOn(straight), setOut)
      .when({ status: 'OutForDelivery' })
      .emits(changed('InTransit', 'OutForDelivery')));
});

test('the status Delivered is set by the proof only', () =>
  given(...historyTo.OutForDelivery)
    .when({ status: 'Delivered' })
    .refuses('proof-needed', {}, 409));

describe('failing', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)('while %s frees driver, vehicle and route', (from) =>
    given(...historyTo[from])
      .when({ status: 'Failed', reason: 'Nobody home' })
      .emits(changed(from, 'Failed', 'Nobody home'), ...allFreed),
  );

  test('frees the route of a delivery without driver and vehicle', () =>
    given(alone)
      .when({ status: 'Failed', reason: 'Lost' })
      .emits(changed('PickedUp', 'Failed', 'Lost'), freed(routeUse, routeId)));

  test('requires a reason', () => {
    const { input } = changeDeliveryStatus.definition;
    const without = (reason?: string) => input.safeParse({ deliveryId: itsId, status: 'Failed', reason });
    expect(without('Flat tyre').success).toBe(true);
    expect(without().error?.issues).toMatchObject([{ path: ['reason'] }]);
    expect(without('  ').error?.issues).toMatchObject([{ path: ['reason'] }]);
  });
});

describe('cancelling', () => {
  test.each(deliveryStatuses)('is refused by this endpoint while %s', (from) =>
    given(...historyTo[from])
      .when({ status: 'Cancelled', reason: 'Closed' })
      .refuses('use-cancellation', {}, 409),
  );

  test('is refused for drivers and owners alike', () => {
    given(created).seeing({ own: ada }).asking(theDriver).when({ status: 'Cancelled' }).refuses('use-cancellation');
    given(created).asking({ role: 'owner' }).when({ status: 'Cancelled' }).refuses('use-cancellation');
  });
});

describe('a retry', () => {
  const failed = historyTo.Failed;
  const again = { status: 'PickedUp' } as const;
  const retried = (attempt: number, route = plan) => DeliveryRetried({ attempt, route });
  const allBooked = (window: object = {}, buffer = 0) => [
    booked(driverTime, driverId, { ...window, buffer }),
    booked(vehicleTime, vehicleId, { ...window, buffer }),
    booked(routeUse, routeId, window),
  ];

  test('begins the second attempt', () =>
    given(...failed)
      .seeing(sees)
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), ...allBooked()));

  test('begins the third attempt', () =>
    given(...failed, retried(2), changed('Failed', 'PickedUp'), changed('PickedUp', 'Failed', 'Rain'))
      .seeing(sees)
      .when(again)
      .emits(retried(3), changed('Failed', 'PickedUp'), ...allBooked()));

  test('books driver, vehicle and route again', () =>
    given(...failed)
      .seeing({ ...sees, policy: { bufferMinutes: 30 } })
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), ...allBooked({}, 30)));

  test('books only the route for a delivery without driver and vehicle', () =>
    given(alone, changed('PickedUp', 'Failed', 'Lost'))
      .seeing({ route })
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), booked(routeUse, routeId)));

  test('resets the checkpoints', () =>
    given(
      ...historyTo.OutForDelivery,
      changed('OutForDelivery', 'Failed', 'Nobody home'),
      retried(2),
      changed('Failed', 'PickedUp'),
      setOut,
    )
      .when({ status: 'OutForDelivery' })
      .refuses('checkpoints-missing', { missing: [1, 2, 5] }, 409));

  test('uses the current plan of the route', () => {
    const later = { ...plan, name: undefined, scheduledStart: at('13:00'), scheduledEnd: at('17:30'), checkpoints: [] };
    const seen = { ...route, name: undefined, scheduledStart: at('13:00'), plannedEnd: at('17:30'), checkpoints: [] };
    given(...failed)
      .seeing({ ...sees, route: seen })
      .when(again)
      .emits(retried(2, later), changed('Failed', 'PickedUp'), ...allBooked({ from: at('13:00'), to: at('17:30') }));
  });

  test.each(['Planning', 'Deactivated'] as const)('is refused on a route in %s', (status) =>
    given(...failed)
      .seeing({ ...sees, route: { ...route, status } })
      .when(again)
      .refuses('route-not-active', { routeId, current: status }, 409),
  );

  test('requires an available driver', () =>
    given(...failed)
      .seeing({ ...sees, driver: { ...ada, available: false } })
      .when(again)
      .refuses('driver-unavailable', { driverId }, 409));

  test('requires an available vehicle', () =>
    given(...failed)
      .seeing({ ...sees, vehicle: { ...van, available: false } })
      .when(again)
      .refuses('vehicle-unavailable', { vehicleId }, 409));

  test('is also allowed for its driver', () =>
    given(...failed)
      .seeing({ ...sees, own: ada })
      .asking(theDriver)
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), ...allBooked()));

  test('is the only change that reads route, driver, vehicle and policy', () => {
    const { reads } = changeDeliveryStatus.definition;
    const delivery = { route: plan, driverId, vehicleId, attempt: 1, reached: [], incidents: new Map() };
    const caller = { ...someCaller, role: 'officer' } as const;
    const read = (status: DeliveryStatus, to: DeliveryStatus) =>
      Object.entries(reads!).flatMap(([name, { id }]) => {
        const found = id(
          { deliveryId: itsId, status: to },
          { caller, person: undefined, state: { ...delivery, status } },
        );
        return found === undefined ? [] : [[name, found]];
      });
    expect(Object.fromEntries(read('Failed', 'PickedUp'))).toEqual({
      route: routeId,
      driver: driverId,
      vehicle: vehicleId,
      policy: caller.orgId,
    });
    expect(read('Failed', 'Cancelled')).toEqual([]);
    expect(read('InTransit', 'OutForDelivery')).toEqual([]);
  });
});

describe('a driver', () => {
  test('can move their own delivery', () =>
    given(created).seeing({ own: ada }).asking(theDriver).when({ status: 'InTransit' }).emits(setOut));

  test('cannot move the delivery of another driver', () =>
    given(created)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ status: 'InTransit' })
      .refuses('not-your-delivery', {}, 403));

  test('cannot move a delivery without a driver', () =>
    given(alone).asking(theDriver).when({ status: 'Failed', reason: 'Lost' }).refuses('not-your-delivery', {}, 403));

  test('cannot move a delivery whose driver has no user', () =>
    given(created)
      .seeing({ own: { name: 'Ada', available: true } })
      .asking(theDriver)
      .when({ status: 'InTransit' })
      .refuses('not-your-delivery', {}, 403));

  test('cannot move a delivery that does not exist', () =>
    given().asking(theDriver).when({ status: 'InTransit' }).refuses('delivery-not-found', {}, 404));

  test('learns nothing about the delivery of another driver', () =>
    given(...historyTo.Delivered)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ status: 'Delivered' })
      .refuses('not-your-delivery', {}, 403));
});

test('an officer can move every delivery', () => {
  for (const role of ['officer', 'owner'] as const)
    given(created).asking({ role, userId: anotherDriver.userId }).when({ status: 'InTransit' }).emits(setOut);
});

test('proof does not carry over to the next attempt', () =>
  given(
    created,
    setOut,
    ...throughAll,
    proven,
    changed('OutForDelivery', 'Failed', 'Refused'),
    DeliveryRetried({ attempt: 2, route: straight }),
    changed('Failed', 'PickedUp'),
    setOut,
    changed('InTransit', 'OutForDelivery'),
  )
    .when({ status: 'Delivered' })
    .refuses('proof-needed', {}, 409));
