import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { VehicleAssigned, VehicleHandedOver, VehicleUnassigned } from '#events/deliveries';
import { vehicleTime } from '#events/fleet';
import { assignVehicle } from '#functions/deliveries/commands/crew/assign-vehicle';
import { alone, booked, created, freed, historyTo, lorry, otherVehicleId, van, vehicleId } from '../support/support.ts';

const { given } = scenario(assignVehicle);
const theFirst = VehicleAssigned({ vehicleId, registration: 'W-1' });
const theOther = { vehicleId: otherVehicleId, registration: 'W-2' };

describe('before a delivery sets out', () => {
  test('a vehicle is assigned', () => {
    given(alone).seeing({ vehicle: van }).when({ vehicleId }).emits(theFirst, booked(vehicleTime, vehicleId));
  });

  test('another one can be assigned without a reason, which frees the first', () => {
    given(created)
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId })
      .emits(VehicleAssigned(theOther), freed(vehicleTime, vehicleId), booked(vehicleTime, otherVehicleId));
  });

  test('a reason does not make the change a hand-over', () =>
    given(created)
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId, reason: 'Holiday' })
      .emits(VehicleAssigned(theOther), freed(vehicleTime, vehicleId), booked(vehicleTime, otherVehicleId)));

  test('one can be assigned again after an unassignment', () => {
    given(created, VehicleUnassigned({ vehicleId }))
      .seeing({ vehicle: van })
      .when({ vehicleId })
      .emits(theFirst, booked(vehicleTime, vehicleId));
  });

  test('the booking has the buffer', () =>
    given(alone)
      .seeing({ vehicle: van, policy: { bufferMinutes: 45 } })
      .when({ vehicleId })
      .emits(theFirst, booked(vehicleTime, vehicleId, { buffer: 45 })));
});

describe('a hand-over under way', () => {
  test.each(['InTransit', 'OutForDelivery'] as const)('succeeds with a reason while %s', (status) => {
    given(...historyTo[status])
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId, reason: ' Ill ' })
      .emits(
        VehicleHandedOver({ fromVehicleId: vehicleId, ...theOther, reason: 'Ill' }),
        freed(vehicleTime, vehicleId),
        booked(vehicleTime, otherVehicleId),
      );
  });

  test.each(['InTransit', 'OutForDelivery'] as const)('is refused without a reason while %s', (status) =>
    given(...historyTo[status])
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId, reason: '  ' })
      .refuses('invalid-input', { errors: [{ path: 'reason' }] }, 400),
  );

  test('can be reversed', () =>
    given(...historyTo.InTransit, VehicleHandedOver({ fromVehicleId: vehicleId, ...theOther, reason: 'Ill' }))
      .seeing({ vehicle: van })
      .when({ vehicleId, reason: 'Well' })
      .emits(
        VehicleHandedOver({ fromVehicleId: otherVehicleId, ...theFirst.data, reason: 'Well' }),
        freed(vehicleTime, otherVehicleId),
        booked(vehicleTime, vehicleId),
      ));
});

describe('assigning the same one', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)(
    'produces no event while %s, with or without a reason',
    (status) => {
      given(...historyTo[status])
        .seeing({ vehicle: { ...van, available: false } })
        .when({ vehicleId })
        .emitsNothing();
      given(...historyTo[status])
        .when({ vehicleId, reason: 'Again' })
        .emitsNothing();
    },
  );
});

describe('assigning a vehicle is refused', () => {
  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('once %s', (status) => {
    for (const wanted of [vehicleId, otherVehicleId])
      given(...historyTo[status])
        .seeing({ vehicle: lorry })
        .when({ vehicleId: wanted, reason: 'Late' })
        .refuses('delivery-over', { current: status }, 409);
  });

  test('that does not exist', () =>
    given(created)
      .when({ vehicleId: otherVehicleId })
      .refuses('vehicle-not-found', { vehicleId: otherVehicleId }, 404));

  test('that is not available', () =>
    given(created)
      .seeing({ vehicle: { ...lorry, available: false } })
      .when({ vehicleId: otherVehicleId })
      .refuses('vehicle-unavailable', { vehicleId: otherVehicleId }, 409));

  test('that is not available, also as a hand-over', () =>
    given(...historyTo.InTransit)
      .seeing({ vehicle: { ...lorry, available: false } })
      .when({ vehicleId: otherVehicleId, reason: 'Ill' })
      .refuses('vehicle-unavailable', { vehicleId: otherVehicleId }, 409));

  test('if the delivery does not exist', () =>
    given().seeing({ vehicle: van }).when({ vehicleId }).refuses('delivery-not-found', {}, 404));
});
