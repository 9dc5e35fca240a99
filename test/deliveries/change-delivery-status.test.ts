import { itsId, scenario, somebody } from '@waybill/kernel/testing';
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

/** The journey as the target page draws it, written down a second time. */
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

describe('the journey', () => {
  test.each(pairs.filter(({ from, to }) => from !== to && to !== 'Cancelled' && !mayGo[from].includes(to)))(
    'does not go from $from to $to',
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
  )('goes from $from to $to', ({ from, to }) => {
    const history =
      from === 'InTransit' ? [...historyTo.InTransit, reached(1), reached(2), reached(5)] : historyTo[from];
    const news = changed(from, to, 'Because');
    given(...history)
      .when({ status: to, reason: 'Because' })
      .emits(news, ...(to === 'Failed' ? allFreed : []));
  });

  test.each(deliveryStatuses.filter((status) => status !== 'Cancelled'))('stays %s without a word', (status) =>
    given(...historyTo[status])
      .when({ status, reason: 'Again' })
      .emitsNothing(),
  );

  test('needs a delivery', () => given().when({ status: 'InTransit' }).refuses('delivery-not-found', {}, 404));
});

describe('setting out', () => {
  test('needs a driver and a vehicle', () =>
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

  test('books nothing new', () => given(created).when({ status: 'InTransit' }).emits(setOut));
});

describe('going to the door', () => {
  test('needs every checkpoint', () =>
    given(created, setOut)
      .when({ status: 'OutForDelivery' })
      .refuses('checkpoints-missing', { missing: [1, 2, 5] }, 409));

  test('names those that are missing', () =>
    given(created, setOut, reached(1), reached(2))
      .when({ status: 'OutForDelivery' })
      .refuses('checkpoints-missing', { missing: [5] }, 409));

  test('needs none on a route that has none', () =>
    given(createdOn(straight), setOut)
      .when({ status: 'OutForDelivery' })
      .emits(changed('InTransit', 'OutForDelivery')));
});

test('arriving needs proof, which is a call of its own', () =>
  given(...historyTo.OutForDelivery)
    .when({ status: 'Delivered' })
    .refuses('proof-needed', {}, 409));

describe('failing', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)('from %s frees driver, vehicle and route', (from) =>
    given(...historyTo[from])
      .when({ status: 'Failed', reason: 'Nobody home' })
      .emits(changed(from, 'Failed', 'Nobody home'), ...allFreed),
  );

  test('frees the route of a delivery that has nobody', () =>
    given(alone)
      .when({ status: 'Failed', reason: 'Lost' })
      .emits(changed('PickedUp', 'Failed', 'Lost'), freed(routeUse, routeId)));

  test('needs a reason', () => {
    const { input } = changeDeliveryStatus.definition;
    const without = (reason?: string) => input.safeParse({ deliveryId: itsId, status: 'Failed', reason });
    expect(without('Flat tyre').success).toBe(true);
    expect(without().error?.issues).toMatchObject([{ path: ['reason'] }]);
    expect(without('  ').error?.issues).toMatchObject([{ path: ['reason'] }]);
  });
});

describe('cancelling', () => {
  test.each(deliveryStatuses)('has a route of its own, from %s', (from) =>
    given(...historyTo[from])
      .when({ status: 'Cancelled', reason: 'Closed' })
      .refuses('use-cancellation', {}, 409),
  );

  test('is refused in the same way to the driver and to the owner', () => {
    given(created).seeing({ own: ada }).asking(theDriver).when({ status: 'Cancelled' }).refuses('use-cancellation');
    given(created).asking({ role: 'owner' }).when({ status: 'Cancelled' }).refuses('use-cancellation');
  });
});

describe('trying again', () => {
  const failed = historyTo.Failed;
  const again = { status: 'PickedUp' } as const;
  const retried = (attempt: number, route = plan) => DeliveryRetried({ attempt, route });
  const allBooked = (window: object = {}, buffer = 0) => [
    booked(driverTime, driverId, { ...window, buffer }),
    booked(vehicleTime, vehicleId, { ...window, buffer }),
    booked(routeUse, routeId, window),
  ];

  test('is a second attempt', () =>
    given(...failed)
      .seeing(sees)
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), ...allBooked()));

  test('and a third', () =>
    given(...failed, retried(2), changed('Failed', 'PickedUp'), changed('PickedUp', 'Failed', 'Rain'))
      .seeing(sees)
      .when(again)
      .emits(retried(3), changed('Failed', 'PickedUp'), ...allBooked()));

  test('books driver, vehicle and route again', () =>
    given(...failed)
      .seeing({ ...sees, policy: { bufferMinutes: 30 } })
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), ...allBooked({}, 30)));

  test('books the route alone for a delivery that has nobody', () =>
    given(alone, changed('PickedUp', 'Failed', 'Lost'))
      .seeing({ route })
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), booked(routeUse, routeId)));

  test('starts the checkpoints over', () =>
    given(
      ...historyTo.OutForDelivery,
      changed('OutForDelivery', 'Failed', 'Nobody home'),
      retried(2),
      changed('Failed', 'PickedUp'),
      setOut,
    )
      .when({ status: 'OutForDelivery' })
      .refuses('checkpoints-missing', { missing: [1, 2, 5] }, 409));

  test('follows the plan the route has now', () => {
    const later = { ...plan, name: undefined, scheduledStart: at('13:00'), scheduledEnd: at('17:30'), checkpoints: [] };
    const seen = { ...route, name: undefined, scheduledStart: at('13:00'), plannedEnd: at('17:30'), checkpoints: [] };
    given(...failed)
      .seeing({ ...sees, route: seen })
      .when(again)
      .emits(retried(2, later), changed('Failed', 'PickedUp'), ...allBooked({ from: at('13:00'), to: at('17:30') }));
  });

  test.each(['Planning', 'Deactivated'] as const)('needs an active route, not one in %s', (status) =>
    given(...failed)
      .seeing({ ...sees, route: { ...route, status } })
      .when(again)
      .refuses('route-not-active', { routeId, current: status }, 409),
  );

  test('needs the driver available', () =>
    given(...failed)
      .seeing({ ...sees, driver: { ...ada, available: false } })
      .when(again)
      .refuses('driver-unavailable', { driverId }, 409));

  test('needs the vehicle available', () =>
    given(...failed)
      .seeing({ ...sees, vehicle: { ...van, available: false } })
      .when(again)
      .refuses('vehicle-unavailable', { vehicleId }, 409));

  test('is for its driver, too', () =>
    given(...failed)
      .seeing({ ...sees, own: ada })
      .asking(theDriver)
      .when(again)
      .emits(retried(2), changed('Failed', 'PickedUp'), ...allBooked()));

  test('reads route, driver, vehicle and policy only then', () => {
    const { reads } = changeDeliveryStatus.definition;
    const delivery = { route: plan, driverId, vehicleId, attempt: 1, reached: [], incidents: new Map() };
    const caller = { ...somebody, role: 'officer' } as const;
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
  test('moves a delivery of hers', () =>
    given(created).seeing({ own: ada }).asking(theDriver).when({ status: 'InTransit' }).emits(setOut));

  test('does not move one of somebody else', () =>
    given(created)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ status: 'InTransit' })
      .refuses('not-your-delivery', {}, 403));

  test('does not move one that has no driver', () =>
    given(alone).asking(theDriver).when({ status: 'Failed', reason: 'Lost' }).refuses('not-your-delivery', {}, 403));

  test('does not move one whose driver does not sign in', () =>
    given(created)
      .seeing({ own: { name: 'Ada', available: true } })
      .asking(theDriver)
      .when({ status: 'InTransit' })
      .refuses('not-your-delivery', {}, 403));

  test('learns nothing of one that is not hers', () =>
    given(...historyTo.Delivered)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ status: 'Delivered' })
      .refuses('not-your-delivery', {}, 403));
});

test('the office moves every delivery', () => {
  for (const role of ['officer', 'owner'] as const)
    given(created).asking({ role, userId: anotherDriver.userId }).when({ status: 'InTransit' }).emits(setOut);
});

test('proof given once does not carry over to the next attempt', () =>
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
