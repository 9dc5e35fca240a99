import { scenario } from '@waybill/kernel/testing';
import { test } from 'vitest';
import { DriverUnassigned } from '#events/deliveries';
import { driverTime } from '#events/fleet';
import { unassignDriver } from '#functions/deliveries/commands/crew/unassign-driver';
import { alone, created, driverId, freed, historyTo } from '../support/support.ts';

const { given } = scenario(unassignDriver);

test('a driver is unassigned before the delivery sets out, and is free', () => {
  given(created).when({}).emits(DriverUnassigned({ driverId }), freed(driverTime, driverId));
});

test('a second unassignment produces no event', () =>
  given(created, DriverUnassigned({ driverId })).when({}).emitsNothing());

test('an unassignment without a driver produces no event', () => given(alone).when({}).emitsNothing());

test.each(['InTransit', 'OutForDelivery'] as const)('a delivery keeps its driver while %s', (status) =>
  given(...historyTo[status])
    .when({})
    .refuses('delivery-under-way', { current: status }, 409),
);

test.each(['Delivered', 'Failed', 'Cancelled'] as const)('a delivery keeps its driver once %s', (status) =>
  given(...historyTo[status])
    .when({})
    .refuses('delivery-over', { current: status }, 409),
);

test('the delivery must exist', () => given().when({}).refuses('delivery-not-found', {}, 404));
