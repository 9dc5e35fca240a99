import { type Booking, claim, newId, release } from '@waybill/kernel';
import { itsId, now, recorded, rowAfter, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  DriverLicenceChanged,
  DriverLinkedToUser,
  DriverPhoneChanged,
  DriverRegistered,
  DriverRenamed,
  DriverRetired,
  DriverStandingChanged,
} from '#events/fleet';
import { changeDriver } from '#functions/fleet/commands/change-driver';
import { changeDriverStanding } from '#functions/fleet/commands/change-driver-standing';
import { registerDriver } from '#functions/fleet/commands/register-driver';
import { retireDriver } from '#functions/fleet/commands/retire-driver';
import { driver } from '#functions/fleet/driver';
import { licences } from '#functions/fleet/fields/licences';
import { driverRow } from '#functions/fleet/projections/driver-row';

const userId = newId('a user');
const deliveryId = newId('a delivery');

const ada = DriverRegistered({ name: 'Ada Lindqvist', licence: 'B 072-RRE', phone: '+4915112345678', userId });
const suspended = DriverStandingChanged({ from: 'Available', to: 'Suspended', reason: 'Under review' });
const retired = DriverRetired({});
const booking: Booking = {
  resource: 'driver',
  id: itsId,
  holder: deliveryId,
  from: '2026-05-04T08:00:00.000Z',
  to: '2026-05-04T10:00:00.000Z',
};

describe('registering a driver', () => {
  const { given } = scenario(registerDriver);
  const invalid = (input: object) => expect(registerDriver.definition.input.safeParse(input).success).toBe(false);

  test('records the input and claims the licence in any spelling', () => {
    given()
      .when({ name: '  Ada   Lindqvist ', licence: 'b 072-rre', phone: '+4915112345678', userId })
      .emits(
        DriverRegistered({ name: 'Ada Lindqvist', licence: 'b 072-rre', phone: '+4915112345678', userId }),
        claim(licences, 'B072RRE'),
      );
  });

  test('requires neither phone nor user', () =>
    given()
      .when({ name: 'Ada', licence: '1', phone: ' ' })
      .emits(DriverRegistered({ name: 'Ada', licence: '1' }), claim(licences, '1')));

  test('accepts letters and digits of any script in a licence', () =>
    given()
      .when({ name: 'Åsa', licence: 'é-Ж-٣' })
      .emits(DriverRegistered({ name: 'Åsa', licence: 'é-Ж-٣' }), claim(licences, 'ÉЖ٣')));

  test('treats a composed and a decomposed letter as equal', () =>
    given()
      .when({ name: 'Åsa', licence: 'e\u0301 1' })
      .emits(DriverRegistered({ name: 'Åsa', licence: 'e\u0301 1' }), claim(licences, 'É1')));

  test('requires a name and a licence', () => {
    invalid({ name: 'Ada' });
    invalid({ name: ' ', licence: 'B1' });
    invalid({ name: 'Ada', licence: '-- //' });
    invalid({ name: 'a'.repeat(101), licence: 'B1' });
    invalid({ name: 'Ada', licence: 'B'.repeat(51) });
  });

  test.each([
    '0151 123',
    '+0151123456',
    '4915112345678',
    '+49 151 12345678',
    '+1234567890123456',
    '+49x',
    'x+4915112345678',
    '+4915112345678x',
  ])('refuses %s, which is not a number in E.164', (phone) => invalid({ name: 'Ada', licence: 'B1', phone }));

  test('refuses unknown fields', () => invalid({ name: 'Ada', licence: 'B1', standing: 'Suspended' }));
});

describe('changing a driver', () => {
  const { given } = scenario(changeDriver);
  const toX1 = [release(licences, 'B072RRE'), claim(licences, 'X1')];

  test('records a separate event for each change', () =>
    given(ada)
      .when({ name: 'Ada Berg', licence: 'X 1', phone: '+4915187654321', userId: newId('another') })
      .emits(
        DriverRenamed({ name: 'Ada Berg' }),
        DriverLicenceChanged({ licence: 'X 1' }),
        DriverPhoneChanged({ phone: '+4915187654321' }),
        DriverLinkedToUser({ userId: newId('another') }),
        ...toX1,
      ));

  test('moves the claim with the licence', () =>
    given(ada)
      .when({ licence: 'X 1' })
      .emits(DriverLicenceChanged({ licence: 'X 1' }), ...toX1));

  test('keeps the claim when only the spelling changes', () =>
    given(ada)
      .when({ licence: 'b072rre' })
      .emits(DriverLicenceChanged({ licence: 'b072rre' })));

  test('removes phone and user with null', () =>
    given(ada).when({ phone: null, userId: null }).emits(DriverPhoneChanged({}), DriverLinkedToUser({})));

  test('produces no event without a difference', () => {
    given(ada).when({ name: 'Ada Lindqvist', licence: 'B 072-RRE', phone: '+4915112345678', userId }).emitsNothing();
    given(DriverRegistered({ name: 'Ada', licence: '1' }))
      .when({ phone: null, userId: null })
      .emitsNothing();
    given(ada, DriverRenamed({ name: 'Ada Berg' }), DriverPhoneChanged({}), DriverLinkedToUser({}))
      .when({ name: 'Ada Berg', phone: null, userId: null })
      .emitsNothing();
  });

  test('requires at least one field', () => {
    const { input } = changeDriver.definition;
    expect(input.safeParse({ driverId: itsId }).success).toBe(false);
    // A blank number counts as absent, but the field was sent.
    expect(input.safeParse({ driverId: itsId, phone: '  ' }).success).toBe(true);
    expect(input.safeParse({ driverId: itsId, name: null }).success).toBe(false);
    expect(input.safeParse({ driverId: itsId, licence: '...' }).success).toBe(false);
  });

  test('is refused for a retired driver', () =>
    given(ada, retired).when({ name: 'Ada Berg' }).refuses('driver-retired', {}, 409));

  test('requires an existing driver', () => given().when({ name: 'Ada' }).refuses('driver-not-found', {}, 404));
});

describe('changing the standing of a driver', () => {
  const { given } = scenario(changeDriverStanding);

  test.each(['Unavailable', 'Suspended'] as const)('makes the driver %s', (to) =>
    given(ada)
      .seeing({ held: [] })
      .when({ standing: to, reason: 'Under review' })
      .emits(DriverStandingChanged({ from: 'Available', to, reason: 'Under review' })),
  );

  test('allows every change between standings', () => {
    given(ada, suspended)
      .seeing({ held: [] })
      .when({ standing: 'Available' })
      .emits(DriverStandingChanged({ from: 'Suspended', to: 'Available' }));
    given(ada, suspended)
      .seeing({ held: [] })
      .when({ standing: 'Unavailable' })
      .emits(DriverStandingChanged({ from: 'Suspended', to: 'Unavailable' }));
  });

  test('is refused while the driver has bookings, naming the deliveries', () =>
    given(ada)
      .seeing({ held: [booking] })
      .when({ standing: 'Suspended' })
      .refuses('driver-in-use', { deliveries: [deliveryId] }, 409));

  test('produces no event if the standing is the same, with or without bookings', () =>
    given(ada)
      .seeing({ held: [booking] })
      .when({ standing: 'Available' })
      .emitsNothing());

  test('is refused for a retired driver', () =>
    given(ada, retired).seeing({ held: [] }).when({ standing: 'Suspended' }).refuses('driver-retired'));

  test('accepts exactly three standings', () => {
    for (const standing of ['available', 'Retired', 'Assigned', 'Maintenance', '', 3])
      expect(changeDriverStanding.definition.input.safeParse({ driverId: itsId, standing }).success).toBe(false);
  });

  test('requires an existing driver', () =>
    given().when({ standing: 'Available' }).refuses('driver-not-found', {}, 404));
});

describe('retiring a driver', () => {
  const { given } = scenario(retireDriver);

  test('is final and releases the licence', () => {
    given(ada, suspended)
      .seeing({ held: [] })
      .when({ reason: 'Moved away' })
      .emits(DriverRetired({ reason: 'Moved away' }), release(licences, 'B072RRE'));
  });

  test('releases the current licence', () =>
    given(ada, DriverLicenceChanged({ licence: 'X 1' }))
      .seeing({ held: [] })
      .when({})
      .emits(retired, release(licences, 'X1')));

  test('is refused while the driver has bookings', () =>
    given(ada)
      .seeing({ held: [booking] })
      .when({})
      .refuses('driver-in-use', { deliveries: [deliveryId] }));

  test('produces no event the second time', () => given(ada, retired).seeing({ held: [] }).when({}).emitsNothing());
});

describe('a driver', () => {
  const held = (...facts: Parameters<typeof recorded>[0]) => driver.invariantsOf!(driver.fold(recorded(facts))!);

  test('holds the current licence until retired', () => {
    expect(held(ada)).toEqual([claim(licences, 'B072RRE')]);
    expect(held(ada, DriverLicenceChanged({ licence: 'X 1' }))).toEqual([claim(licences, 'X1')]);
    expect(held(ada, retired)).toEqual([]);
  });

  test('and its licence are stored under names that stay the same', () => {
    expect(driver).toMatchObject({ context: 'fleet', name: 'driver' });
    expect(licences).toMatchObject({ context: 'fleet', name: 'licence' });
  });
});

describe('the row of a driver', () => {
  test('begins with the registration', () =>
    expect(rowAfter(driverRow, DriverRegistered({ name: 'Ada', licence: 'B1' }))).toEqual({
      driverId: itsId,
      name: 'Ada',
      licence: 'B1',
      phone: null,
      userId: null,
      standing: 'Available',
      createdAt: now,
      updatedAt: now,
    }));

  test('follows every change', () =>
    expect(
      rowAfter(
        driverRow,
        ada,
        DriverRenamed({ name: 'Ada Berg' }),
        DriverLicenceChanged({ licence: 'X 1' }),
        DriverPhoneChanged({}),
        DriverLinkedToUser({}),
        suspended,
      ),
    ).toMatchObject({ name: 'Ada Berg', licence: 'X 1', phone: null, userId: null, standing: 'Suspended' }));

  test('is indexed by standing and name, and once retired only among the retired', () => {
    const { indexes } = driverRow.stored(itsId, rowAfter(driverRow, ada), 1);
    expect(indexes).toEqual([
      { index: 'current', by: '', sort: 'ada lindqvist' },
      { index: 'standing', by: 'Available', sort: 'ada lindqvist' },
      { index: 'licence', by: '', sort: 'B072RRE\tada lindqvist' },
    ]);
    expect(driverRow.stored(itsId, rowAfter(driverRow, ada, retired), 2).indexes).toEqual([
      undefined,
      { index: 'standing', by: 'Retired', sort: 'ada lindqvist' },
      { index: 'licence', by: 'Retired', sort: 'B072RRE\tada lindqvist' },
    ]);
  });
});
