import { itsId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { DriverAssigned, DriverHandedOver, VehicleAssigned, VehicleHandedOver } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { assignCrew } from '#functions/deliveries/commands/crew/assign-crew';
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
} from '../support/support.ts';

const { given } = scenario(assignCrew);
const others = { driverId: otherDriverId, vehicleId: otherVehicleId };
const sees = { driver: ben, vehicle: lorry };
const benIsOn = DriverAssigned({ driverId: otherDriverId, driverName: 'Ben' });
const lorryIsOn = VehicleAssigned({ vehicleId: otherVehicleId, registration: 'W-2' });
const driverChanges = [freed(driverTime, driverId), booked(driverTime, otherDriverId)];
const vehicleChanges = [freed(vehicleTime, vehicleId), booked(vehicleTime, otherVehicleId)];

describe('a crew', () => {
  test('is a driver and a vehicle', () => {
    given(alone)
      .seeing(sees)
      .when(others)
      .emits(benIsOn, lorryIsOn, booked(driverTime, otherDriverId), booked(vehicleTime, otherVehicleId));
  });

  test('replaces the previous crew', () =>
    given(created)
      .seeing(sees)
      .when(others)
      .emits(benIsOn, lorryIsOn, ...driverChanges, ...vehicleChanges));

  test('can be only a driver', () => {
    given(created)
      .seeing({ driver: ben })
      .when({ driverId: otherDriverId })
      .emits(benIsOn, ...driverChanges);
  });

  test('can be only a vehicle', () =>
    given(created)
      .seeing({ vehicle: lorry })
      .when({ vehicleId: otherVehicleId })
      .emits(lorryIsOn, ...vehicleChanges));

  test('changes only the part that differs', () =>
    given(created)
      .seeing(sees)
      .when({ driverId, vehicleId: otherVehicleId })
      .emits(lorryIsOn, ...vehicleChanges));

  test('that is already assigned produces no event', () => given(created).when({ driverId, vehicleId }).emitsNothing());

  test('is handed over under way with a reason', () =>
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
        ...driverChanges,
        ...vehicleChanges,
      ));

  test('is not handed over without a reason', () =>
    given(...historyTo.InTransit)
      .seeing(sees)
      .when(others)
      .refuses('invalid-input', { errors: [{ path: 'reason' }] }, 400));

  test('is assigned as a whole or not at all', () =>
    given(created)
      .seeing({ driver: ben, vehicle: { ...lorry, available: false } })
      .when(others)
      .refuses('vehicle-unavailable', { vehicleId: otherVehicleId }, 409));

  test('must exist', () => {
    given(created).seeing({ vehicle: lorry }).when(others).refuses('driver-not-found', {}, 404);
    given(created).seeing({ driver: ben }).when(others).refuses('vehicle-not-found', {}, 404);
  });

  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('cannot be assigned once %s', (status) =>
    given(...historyTo[status])
      .seeing(sees)
      .when({ ...others, reason: 'Late' })
      .refuses('delivery-over', { current: status }, 409),
  );

  test('has a driver or a vehicle', () => {
    expect(assignCrew.definition.input.safeParse({ deliveryId: itsId, reason: 'Crash' }).success).toBe(false);
  });
});
