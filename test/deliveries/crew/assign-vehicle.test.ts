import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { VehicleAssigned, VehicleHandedOver, VehicleUnassigned } from '#events/deliveries';
import { vehicleTime } from '#events/fleet';
import { assignVehicle } from '#functions/deliveries/commands/crew/assign-vehicle';
import { alone, booked, created, freed, historyTo, lorry, otherVehicleId, van, vehicleId } from '../support/support.ts';

const { given } = scenario(assignVehicle);
const theFirst = VehicleAssigned({ vehicleId, registration: 'W-1' });
const theOther = { vehicleId: otherVehicleId, registration: 'W-2' };

describe('before it sets out', () => {
  test('a delivery gets its vehicle', () => {
    given(alone).seeing({ vehicle: van }).when({ vehicleId }).emits(theFirst, booked(vehicleTime, vehicleId));
  });

  test('it may be another one, for no reason; the first is free again', () => {
    given(created)
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId })
      .emits(VehicleAssigned(theOther), freed(vehicleTime, vehicleId), booked(vehicleTime, otherVehicleId));
  });

  test('a reason does not make it a hand-over', () =>
    given(created)
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId, reason: 'Holiday' })
      .emits(VehicleAssigned(theOther), freed(vehicleTime, vehicleId), booked(vehicleTime, otherVehicleId)));

  test('and so again after one was taken off', () => {
    given(created, VehicleUnassigned({ vehicleId }))
      .seeing({ vehicle: van })
      .when({ vehicleId })
      .emits(theFirst, booked(vehicleTime, vehicleId));
  });

  test('the booking keeps its distance', () =>
    given(alone)
      .seeing({ vehicle: van, policy: { bufferMinutes: 45 } })
      .when({ vehicleId })
      .emits(theFirst, booked(vehicleTime, vehicleId, { buffer: 45 })));
});

describe('under way', () => {
  test.each(['InTransit', 'OutForDelivery'] as const)('it is handed over for a reason while %s', (status) => {
    given(...historyTo[status])
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId, reason: ' Ill ' })
      .emits(
        VehicleHandedOver({ fromVehicleId: vehicleId, ...theOther, reason: 'Ill' }),
        freed(vehicleTime, vehicleId),
        booked(vehicleTime, otherVehicleId),
      );
  });

  test.each(['InTransit', 'OutForDelivery'] as const)('it is not handed over for no reason while %s', (status) =>
    given(...historyTo[status])
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId, reason: '  ' })
      .refuses('invalid-input', { errors: [{ path: 'reason' }] }, 400),
  );

  test('and back again', () =>
    given(...historyTo.InTransit, VehicleHandedOver({ fromVehicleId: vehicleId, ...theOther, reason: 'Ill' }))
      .seeing({ vehicle: van })
      .when({ vehicleId, reason: 'Well' })
      .emits(
        VehicleHandedOver({ fromVehicleId: otherVehicleId, ...theFirst.data, reason: 'Well' }),
        freed(vehicleTime, otherVehicleId),
        booked(vehicleTime, vehicleId),
      ));
});

describe('the same one', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)(
    'is nothing new while %s, with or without a reason',
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

describe('a delivery gets no vehicle', () => {
  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('once %s', (status) => {
    for (const wanted of [vehicleId, otherVehicleId])
      given(...historyTo[status])
        .seeing({ vehicle: lorry })
        .when({ vehicleId: wanted, reason: 'Late' })
        .refuses('delivery-over', { current: status }, 409);
  });

  test('that is not there', () =>
    given(created)
      .when({ vehicleId: otherVehicleId })
      .refuses('vehicle-not-found', { vehicleId: otherVehicleId }, 404));

  test('that is not available', () =>
    given(created)
      .seeing({ vehicle: { ...lorry, available: false } })
      .when({ vehicleId: otherVehicleId })
      .refuses('vehicle-unavailable', { vehicleId: otherVehicleId }, 409));

  test('that is not available, not even as a hand-over', () =>
    given(...historyTo.InTransit)
      .seeing({ vehicle: { ...lorry, available: false } })
      .when({ vehicleId: otherVehicleId, reason: 'Ill' })
      .refuses('vehicle-unavailable', { vehicleId: otherVehicleId }, 409));

  test('if it is not there itself', () =>
    given().seeing({ vehicle: van }).when({ vehicleId }).refuses('delivery-not-found', {}, 404));
});
