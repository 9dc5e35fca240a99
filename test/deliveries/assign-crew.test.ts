import { itsId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { DriverAssigned, DriverHandedOver, VehicleAssigned, VehicleHandedOver } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { assignCrew } from '#functions/deliveries/commands/assign-crew';
import {
  alone,
  ben,
  booked,
  created,
  driverId,
  freed,
  historyTo,
  lorry,
  otherDriverId,
  otherVehicleId,
  vehicleId,
} from './support.ts';

const { given } = scenario(assignCrew);
const others = { driverId: otherDriverId, vehicleId: otherVehicleId };
const sees = { driver: ben, vehicle: lorry };
const benIsOn = DriverAssigned({ driverId: otherDriverId, driverName: 'Ben' });
const lorryIsOn = VehicleAssigned({ vehicleId: otherVehicleId, registration: 'W-2' });

describe('a crew', () => {
  test('is a driver and a vehicle', () => {
    const assigning = given(alone).seeing(sees).when(others);
    assigning.emits(benIsOn, lorryIsOn);
    assigning.intends(booked(driverTime, otherDriverId), booked(vehicleTime, otherVehicleId));
  });

  test('takes the place of another', () =>
    given(created)
      .seeing(sees)
      .when(others)
      .intends(
        freed(driverTime, driverId),
        booked(driverTime, otherDriverId),
        freed(vehicleTime, vehicleId),
        booked(vehicleTime, otherVehicleId),
      ));

  test('may be the driver alone', () => {
    const assigning = given(created).seeing({ driver: ben }).when({ driverId: otherDriverId });
    assigning.emits(benIsOn);
    assigning.intends(freed(driverTime, driverId), booked(driverTime, otherDriverId));
  });

  test('may be the vehicle alone', () =>
    given(created).seeing({ vehicle: lorry }).when({ vehicleId: otherVehicleId }).emits(lorryIsOn));

  test('changes only what is new', () =>
    given(created).seeing(sees).when({ driverId, vehicleId: otherVehicleId }).emits(lorryIsOn));

  test('is nothing new when it is the same', () => given(created).when({ driverId, vehicleId }).emitsNothing());

  test('is handed over under way, for a reason', () =>
    given(...historyTo.InTransit)
      .seeing(sees)
      .when({ ...others, reason: 'Crash' })
      .emits(
        DriverHandedOver({ fromDriverId: driverId, driverId: otherDriverId, driverName: 'Ben', reason: 'Crash' }),
        VehicleHandedOver({
          fromVehicleId: vehicleId,
          vehicleId: otherVehicleId,
          registration: 'W-2',
          reason: 'Crash',
        }),
      ));

  test('is not handed over for no reason', () =>
    given(...historyTo.InTransit)
      .seeing(sees)
      .when(others)
      .refuses('invalid-input', { errors: [{ path: 'reason' }] }, 400));

  test('comes whole or not at all', () =>
    given(created)
      .seeing({ driver: ben, vehicle: { ...lorry, available: false } })
      .when(others)
      .refuses('vehicle-unavailable', { vehicleId: otherVehicleId }, 409));

  test('is somebody who is there', () => {
    given(created).seeing({ vehicle: lorry }).when(others).refuses('driver-not-found', {}, 404);
    given(created).seeing({ driver: ben }).when(others).refuses('vehicle-not-found', {}, 404);
  });

  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('does not come once %s', (status) =>
    given(...historyTo[status])
      .seeing(sees)
      .when({ ...others, reason: 'Late' })
      .refuses('delivery-over', { current: status }, 409),
  );

  test('is at least one of the two', () => {
    expect(assignCrew.definition.input.safeParse({ deliveryId: itsId, reason: 'Crash' }).success).toBe(false);
  });
});
