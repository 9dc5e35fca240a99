import { type Booking, claim, newId, release } from '@waybill/kernel';
import { itsId, now, recorded, rowAfter, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  VehicleCapacityChanged,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  VehicleStandingChanged,
  VehicleTypeChanged,
} from '#events/fleet';
import { changeVehicle } from '#functions/fleet/commands/change-vehicle';
import { changeVehicleStanding } from '#functions/fleet/commands/change-vehicle-standing';
import { registerVehicle } from '#functions/fleet/commands/register-vehicle';
import { retireVehicle } from '#functions/fleet/commands/retire-vehicle';
import { registrations } from '#functions/fleet/fields/registrations';
import { vehicleRow } from '#functions/fleet/projections/vehicle-row';
import { vehicle } from '#functions/fleet/vehicle';

const deliveryId = newId('a delivery');
const van = VehicleRegistered({ registration: 'H-WB 1042', type: 'Delivery van', capacityKg: 1200 });
const inTheWorkshop = VehicleStandingChanged({ from: 'Available', to: 'Maintenance', reason: 'Brakes' });
const retired = VehicleRetired({});
const booking: Booking = {
  resource: 'vehicle',
  id: itsId,
  holder: deliveryId,
  from: '2026-05-04T08:00:00.000Z',
  to: '2026-05-04T10:00:00.000Z',
};

describe('registering a vehicle', () => {
  const { given } = scenario(registerVehicle);
  const invalid = (input: object) => expect(registerVehicle.definition.input.safeParse(input).success).toBe(false);

  test('records the input and claims the registration in any spelling', () => {
    given()
      .when({ registration: ' h-wb  1042 ', type: 'Delivery van', capacityKg: 1200 })
      .emits(
        VehicleRegistered({ registration: 'h-wb 1042', type: 'Delivery van', capacityKg: 1200 }),
        claim(registrations, 'HWB1042'),
      );
  });

  test('requires a registration and a type', () => {
    invalid({ registration: 'H-WB 1042' });
    invalid({ registration: ' ', type: 'Van' });
    invalid({ registration: '---', type: 'Van' });
    invalid({ registration: 'X'.repeat(33), type: 'Van' });
    invalid({ registration: 'X', type: 'v'.repeat(51) });
  });

  test.each([0, -1, 100_001, '5', Number.NaN])('refuses a capacity of %s kilograms', (capacityKg) =>
    invalid({ registration: 'X', type: 'Van', capacityKg }),
  );
});

describe('changing a vehicle', () => {
  const { given } = scenario(changeVehicle);

  test('records a separate event for each change and moves the claim', () => {
    given(van)
      .when({ registration: 'H-E 7', type: 'Electric van', capacityKg: 950.5 })
      .emits(
        VehicleReregistered({ registration: 'H-E 7' }),
        VehicleTypeChanged({ type: 'Electric van' }),
        VehicleCapacityChanged({ capacityKg: 950.5 }),
        release(registrations, 'HWB1042'),
        claim(registrations, 'HE7'),
      );
  });

  test('keeps the claim when only the spelling changes', () =>
    given(van)
      .when({ registration: 'HWB 1042' })
      .emits(VehicleReregistered({ registration: 'HWB 1042' })));

  test('removes the capacity with null', () => given(van).when({ capacityKg: null }).emits(VehicleCapacityChanged({})));

  test('produces no event without a difference', () =>
    given(van).when({ registration: 'H-WB 1042', type: 'Delivery van', capacityKg: 1200 }).emitsNothing());

  test('is compared with the latest values', () => {
    const { registration, type, capacityKg } = { registration: 'H-E 7', type: 'Electric van', capacityKg: 950 };
    given(
      van,
      VehicleReregistered({ registration }),
      VehicleTypeChanged({ type }),
      VehicleCapacityChanged({ capacityKg }),
    )
      .when({ registration, type, capacityKg })
      .emitsNothing();
  });

  test('requires at least one field', () =>
    expect(changeVehicle.definition.input.safeParse({ vehicleId: itsId }).success).toBe(false));

  test('is refused for a retired vehicle', () =>
    given(van, retired).when({ type: 'Museum piece' }).refuses('vehicle-retired', {}, 409));

  test('requires an existing vehicle', () => given().when({ type: 'Van' }).refuses('vehicle-not-found', {}, 404));
});

describe('a vehicle', () => {
  const held = (...facts: Parameters<typeof recorded>[0]) => vehicle.invariantsOf!(vehicle.fold(recorded(facts))!);

  test('is available and has no open incidents after registration', () =>
    expect(vehicle.fold(recorded([van]))).toEqual({
      registration: 'H-WB 1042',
      type: 'Delivery van',
      capacityKg: 1200,
      standing: 'Available',
      retired: false,
      openIncidents: [],
    }));

  test('holds the current registration until retired', () => {
    expect(held(van)).toEqual([claim(registrations, 'HWB1042')]);
    expect(held(van, VehicleReregistered({ registration: 'H-E 7' }))).toEqual([claim(registrations, 'HE7')]);
    expect(held(van, retired)).toEqual([]);
  });

  test('and its registration are stored under names that stay the same', () => {
    expect(vehicle).toMatchObject({ context: 'fleet', name: 'vehicle' });
    expect(registrations).toMatchObject({ context: 'fleet', name: 'registration' });
  });
});

describe('changing the standing of a vehicle', () => {
  const { given } = scenario(changeVehicleStanding);

  test.each(['Maintenance', 'OutOfService'] as const)('makes the vehicle %s', (to) =>
    given(van)
      .seeing({ held: [] })
      .when({ standing: to })
      .emits(VehicleStandingChanged({ from: 'Available', to })),
  );

  test('makes the vehicle available again', () =>
    given(van, inTheWorkshop)
      .seeing({ held: [] })
      .when({ standing: 'Available' })
      .emits(VehicleStandingChanged({ from: 'Maintenance', to: 'Available' })));

  test('is refused while the vehicle has bookings, naming the deliveries', () =>
    given(van)
      .seeing({ held: [booking] })
      .when({ standing: 'OutOfService' })
      .refuses('vehicle-in-use', { deliveries: [deliveryId] }, 409));

  test('produces no event if the standing is the same', () =>
    given(van, inTheWorkshop).seeing({ held: [] }).when({ standing: 'Maintenance' }).emitsNothing());

  test('is refused for a retired vehicle', () =>
    given(van, retired).seeing({ held: [] }).when({ standing: 'Maintenance' }).refuses('vehicle-retired'));

  test('accepts exactly three standings', () => {
    for (const standing of ['maintenance', 'Retired', 'Assigned', 'Suspended'])
      expect(changeVehicleStanding.definition.input.safeParse({ vehicleId: itsId, standing }).success).toBe(false);
  });
});

describe('retiring a vehicle', () => {
  const { given } = scenario(retireVehicle);

  test('releases the registration', () => {
    given(van)
      .seeing({ held: [] })
      .when({ reason: 'Sold' })
      .emits(VehicleRetired({ reason: 'Sold' }), release(registrations, 'HWB1042'));
  });

  test('is refused while the vehicle has bookings', () =>
    given(van)
      .seeing({ held: [booking] })
      .when({})
      .refuses('vehicle-in-use', { deliveries: [deliveryId] }));

  test('produces no event the second time', () => given(van, retired).seeing({ held: [] }).when({}).emitsNothing());
});

describe('the row of a vehicle', () => {
  test('begins with the registration', () =>
    expect(rowAfter(vehicleRow, VehicleRegistered({ registration: 'X 1', type: 'Van' }))).toEqual({
      vehicleId: itsId,
      registration: 'X 1',
      type: 'Van',
      capacityKg: null,
      standing: 'Available',
      openIncidents: [],
      createdAt: now,
      updatedAt: now,
    }));

  test('follows every change', () =>
    expect(
      rowAfter(
        vehicleRow,
        van,
        VehicleReregistered({ registration: 'X 2' }),
        VehicleTypeChanged({ type: 'Lorry' }),
        VehicleCapacityChanged({}),
        inTheWorkshop,
      ),
    ).toMatchObject({ registration: 'X 2', type: 'Lorry', capacityKg: null, standing: 'Maintenance' }));

  test('is indexed by standing and registration, and once retired only among the retired', () =>
    expect(vehicleRow.stored(itsId, rowAfter(vehicleRow, van, retired), 2).indexes).toEqual([
      undefined,
      { index: 'standing', by: 'Retired', sort: 'h-wb 1042' },
      { index: 'registration', by: 'Retired', sort: 'HWB1042\th-wb 1042' },
      { index: 'type', by: 'Retired', sort: 'delivery van\th-wb 1042' },
    ]));
});
