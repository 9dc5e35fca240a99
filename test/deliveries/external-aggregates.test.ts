import { recorded } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  BufferChanged,
  DriverLicenceChanged,
  DriverLinkedToUser,
  DriverRegistered,
  DriverRenamed,
  DriverRetired,
  DriverStandingChanged,
  driverStandings,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  VehicleStandingChanged,
  VehicleTypeChanged,
  vehicleStandings,
} from '#events/fleet';
import {
  CheckpointAdded,
  CheckpointChanged,
  CheckpointRemoved,
  CheckpointsPlanned,
  RouteCreated,
  RouteRedirected,
  RouteRenamed,
  RouteRescheduled,
  RouteStatusChanged,
} from '#events/routes';
import { driver, policy, route, vehicle } from '#functions/deliveries/external-aggregates';
import { planOf } from '#functions/deliveries/plan/plan-of';
import { adasUserId, at, routeId } from './support/support.ts';

type Facts = Parameters<typeof recorded>[0];
const seen = <T>({ fold }: { fold: (history: ReturnType<typeof recorded>) => T }, ...facts: Facts) =>
  fold(recorded(facts));

describe('a driver', () => {
  const ada = DriverRegistered({ name: 'Ada', licence: 'L 1' });

  test('is available after registration', () => expect(seen(driver, ada)).toEqual({ name: 'Ada', available: true }));

  test('has the current name and user', () => {
    expect(seen(driver, ada, DriverRenamed({ name: 'Ida' }), DriverLinkedToUser({ userId: adasUserId }))).toEqual({
      name: 'Ida',
      userId: adasUserId,
      available: true,
    });
    const left = [DriverLinkedToUser({ userId: adasUserId }), DriverLinkedToUser({})];
    expect(seen(driver, ada, ...left)?.userId).toBeUndefined();
  });

  test.each(driverStandings)('is available or not while %s', (to) =>
    expect(seen(driver, ada, DriverStandingChanged({ from: 'Available', to }))?.available).toBe(to === 'Available'),
  );

  test('is not available once retired', () => expect(seen(driver, ada, DriverRetired({}))?.available).toBe(false));

  test('has events that a delivery ignores', () =>
    expect(seen(driver, ada, DriverLicenceChanged({ licence: 'L 2' }))).toEqual({ name: 'Ada', available: true }));
});

describe('a vehicle', () => {
  const van = VehicleRegistered({ registration: 'W-1', type: 'Van' });

  test('has the current registration', () =>
    expect(
      seen(vehicle, van, VehicleTypeChanged({ type: 'Lorry' }), VehicleReregistered({ registration: 'W-9' })),
    ).toEqual({
      registration: 'W-9',
      available: true,
    }));

  test.each(vehicleStandings)('is available or not while %s', (to) =>
    expect(seen(vehicle, van, VehicleStandingChanged({ from: 'Available', to }))?.available).toBe(to === 'Available'),
  );

  test('is not available once retired', () => expect(seen(vehicle, van, VehicleRetired({}))?.available).toBe(false));
});

test('the buffer is the last one that was set', () => {
  expect(seen(policy)).toBeUndefined();
  expect(seen(policy, BufferChanged({ bufferMinutes: 5 }), BufferChanged({ bufferMinutes: 9 }))).toEqual({
    bufferMinutes: 9,
  });
});

describe('a route', () => {
  const begun = RouteCreated({ origin: 'Depot', destination: 'Harbour', scheduledStart: at('12:00') });
  const mill = { sequence: 1, location: 'Mill', expectedAt: at('13:00') };
  const gate = { sequence: 5, location: 'Gate', expectedAt: at('15:00') };
  const active = RouteStatusChanged({ from: 'Planning', to: 'Active' });
  const plan = (...facts: Facts) => planOf(routeId, seen(route, begun, ...facts)!);

  test('is in Planning until it is active', () => {
    expect(seen(route, begun)?.status).toBe('Planning');
    expect(seen(route, begun, active)?.status).toBe('Active');
  });

  test('has the current name, places and times', () =>
    expect(
      plan(
        RouteRenamed({ name: 'North' }),
        RouteRedirected({ origin: 'Yard', destination: 'Pier' }),
        RouteRescheduled({ scheduledStart: at('14:00'), scheduledEnd: at('18:00') }),
      ),
    ).toEqual({
      routeId,
      name: 'North',
      origin: 'Yard',
      destination: 'Pier',
      scheduledStart: at('14:00'),
      scheduledEnd: at('18:00'),
      checkpoints: [],
    }));

  test('has its checkpoints in order and ends with the last', () => {
    expect(plan(CheckpointAdded({ checkpoint: gate }), CheckpointAdded({ checkpoint: mill }))).toMatchObject({
      checkpoints: [mill, gate],
      scheduledEnd: at('15:00'),
    });
    const laidOut = CheckpointsPlanned({ checkpoints: [gate, mill] });
    expect(plan(laidOut).checkpoints).toEqual([mill, gate]);
    const moved = { ...gate, expectedAt: at('17:00') };
    expect(plan(laidOut, CheckpointChanged({ checkpoint: moved }))).toMatchObject({
      checkpoints: [mill, moved],
      scheduledEnd: at('17:00'),
    });
    expect(plan(laidOut, CheckpointRemoved({ sequence: 5 }))).toMatchObject({
      checkpoints: [mill],
      scheduledEnd: at('13:00'),
    });
  });

  test('ends at the planned end unless a checkpoint is later', () => {
    const checkpoint = CheckpointAdded({ checkpoint: gate });
    const until = (scheduledEnd: string) => RouteRescheduled({ scheduledStart: at('12:00'), scheduledEnd });
    expect(plan(checkpoint, until(at('16:00'))).scheduledEnd).toBe(at('16:00'));
    expect(plan(checkpoint, until(at('14:00'))).scheduledEnd).toBe(at('15:00'));
  });
});
