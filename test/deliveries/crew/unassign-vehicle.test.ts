import { scenario } from '@waybill/kernel/testing';
import { test } from 'vitest';
import { VehicleUnassigned } from '#events/deliveries';
import { vehicleTime } from '#events/fleet';
import { unassignVehicle } from '#functions/deliveries/commands/crew/unassign-vehicle';
import { alone, created, freed, historyTo, vehicleId } from '../support/support.ts';

const { given } = scenario(unassignVehicle);

test('a vehicle is unassigned before the delivery sets out, and is free', () => {
  given(created).when({}).emits(VehicleUnassigned({ vehicleId }), freed(vehicleTime, vehicleId));
});

test('a second unassignment produces no event', () =>
  given(created, VehicleUnassigned({ vehicleId })).when({}).emitsNothing());

test('an unassignment without a vehicle produces no event', () => given(alone).when({}).emitsNothing());

test.each(['InTransit', 'OutForDelivery'] as const)('a delivery keeps its vehicle while %s', (status) =>
  given(...historyTo[status])
    .when({})
    .refuses('delivery-under-way', { current: status }, 409),
);

test.each(['Delivered', 'Failed', 'Cancelled'] as const)('a delivery keeps its vehicle once %s', (status) =>
  given(...historyTo[status])
    .when({})
    .refuses('delivery-over', { current: status }, 409),
);

test('the delivery must exist', () => given().when({}).refuses('delivery-not-found', {}, 404));
