import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { DriverAssigned, DriverHandedOver, DriverUnassigned } from '#events/deliveries';
import { driverTime } from '#events/fleet';
import { assignDriver } from '#functions/deliveries/commands/crew/assign-driver';
import { ada, alone, ben, booked, created, driverId, freed, historyTo, otherDriverId } from '../support/support.ts';

const { given } = scenario(assignDriver);
const theFirst = DriverAssigned({ driverId, driverName: 'Ada' });
const theOther = { driverId: otherDriverId, driverName: 'Ben' };

describe('before a delivery sets out', () => {
  test('a driver is assigned', () => {
    given(alone).seeing({ driver: ada }).when({ driverId }).emits(theFirst, booked(driverTime, driverId));
  });

  test('another one can be assigned without a reason, which frees the first', () => {
    given(created)
      .seeing({ driver: ben })
      .when({ driverId: otherDriverId })
      .emits(DriverAssigned(theOther), freed(driverTime, driverId), booked(driverTime, otherDriverId));
  });

  test('a reason does not make the change a hand-over', () =>
    given(created)
      .seeing({ driver: ben })
      .when({ driverId: otherDriverId, reason: 'Holiday' })
      .emits(DriverAssigned(theOther), freed(driverTime, driverId), booked(driverTime, otherDriverId)));

  test('one can be assigned again after an unassignment', () => {
    given(created, DriverUnassigned({ driverId }))
      .seeing({ driver: ada })
      .when({ driverId })
      .emits(theFirst, booked(driverTime, driverId));
  });

  test('the booking has the buffer', () =>
    given(alone)
      .seeing({ driver: ada, policy: { bufferMinutes: 45 } })
      .when({ driverId })
      .emits(theFirst, booked(driverTime, driverId, { buffer: 45 })));
});

describe('a hand-over under way', () => {
  test.each(['InTransit', 'OutForDelivery'] as const)('succeeds with a reason while %s', (status) => {
    given(...historyTo[status])
      .seeing({ driver: ben })
      .when({ driverId: otherDriverId, reason: ' Ill ' })
      .emits(
        DriverHandedOver({ fromDriverId: driverId, ...theOther, reason: 'Ill' }),
        freed(driverTime, driverId),
        booked(driverTime, otherDriverId),
      );
  });

  test.each(['InTransit', 'OutForDelivery'] as const)('is refused without a reason while %s', (status) =>
    given(...historyTo[status])
      .seeing({ driver: ben })
      .when({ driverId: otherDriverId, reason: '  ' })
      .refuses('invalid-input', { errors: [{ path: 'reason' }] }, 400),
  );

  test('can be reversed', () =>
    given(...historyTo.InTransit, DriverHandedOver({ fromDriverId: driverId, ...theOther, reason: 'Ill' }))
      .seeing({ driver: ada })
      .when({ driverId, reason: 'Well' })
      .emits(
        DriverHandedOver({ fromDriverId: otherDriverId, ...theFirst.data, reason: 'Well' }),
        freed(driverTime, otherDriverId),
        booked(driverTime, driverId),
      ));
});

describe('assigning the same one', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)(
    'produces no event while %s, with or without a reason',
    (status) => {
      given(...historyTo[status])
        .seeing({ driver: { ...ada, available: false } })
        .when({ driverId })
        .emitsNothing();
      given(...historyTo[status])
        .when({ driverId, reason: 'Again' })
        .emitsNothing();
    },
  );
});

describe('assigning a driver is refused', () => {
  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('once %s', (status) => {
    for (const wanted of [driverId, otherDriverId])
      given(...historyTo[status])
        .seeing({ driver: ben })
        .when({ driverId: wanted, reason: 'Late' })
        .refuses('delivery-over', { current: status }, 409);
  });

  test('who does not exist', () =>
    given(created).when({ driverId: otherDriverId }).refuses('driver-not-found', { driverId: otherDriverId }, 404));

  test('who is not available', () =>
    given(created)
      .seeing({ driver: { ...ben, available: false } })
      .when({ driverId: otherDriverId })
      .refuses('driver-unavailable', { driverId: otherDriverId }, 409));

  test('who is not available, also as a hand-over', () =>
    given(...historyTo.InTransit)
      .seeing({ driver: { ...ben, available: false } })
      .when({ driverId: otherDriverId, reason: 'Ill' })
      .refuses('driver-unavailable', { driverId: otherDriverId }, 409));

  test('if the delivery does not exist', () =>
    given().seeing({ driver: ada }).when({ driverId }).refuses('delivery-not-found', {}, 404));
});
