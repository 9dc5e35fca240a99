import { type Booking, claim, newId, release } from '@waybill/kernel';
import { itsId, now, scenario, told } from '@waybill/kernel/testing';
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

describe('taking a driver on', () => {
  const { given } = scenario(registerDriver);
  const invalid = (input: object) => expect(registerDriver.definition.input.safeParse(input).success).toBe(false);

  test('registers what is known of her and claims her licence, however it is spelt', () => {
    given()
      .when({ name: '  Ada   Lindqvist ', licence: 'b 072-rre', phone: '+4915112345678', userId })
      .emits(
        DriverRegistered({ name: 'Ada Lindqvist', licence: 'b 072-rre', phone: '+4915112345678', userId }),
        claim(licences, 'B072RRE'),
      );
  });

  test('needs neither phone nor user', () =>
    given()
      .when({ name: 'Ada', licence: '1', phone: ' ' })
      .emits(DriverRegistered({ name: 'Ada', licence: '1' }), claim(licences, '1')));

  test('takes letters and digits of any script for a licence', () =>
    given()
      .when({ name: 'Åsa', licence: 'é-Ж-٣' })
      .emits(DriverRegistered({ name: 'Åsa', licence: 'é-Ж-٣' }), claim(licences, 'ÉЖ٣')));

  test('takes a composed and a decomposed letter for the same', () =>
    given()
      .when({ name: 'Åsa', licence: 'e\u0301 1' })
      .emits(DriverRegistered({ name: 'Åsa', licence: 'e\u0301 1' }), claim(licences, 'É1')));

  test('asks for a name and a licence', () => {
    invalid({ name: 'Ada' });
    invalid({ name: ' ', licence: 'B1' });
    invalid({ name: 'Ada', licence: '-- //' });
    invalid({ name: 'a'.repeat(101), licence: 'B1' });
    invalid({ name: 'Ada', licence: 'B'.repeat(51) });
  });

  test.each(['0151 123', '+0151123456', '4915112345678', '+49 151 12345678', '+1234567890123456', '+49x'])(
    'knows that %s is no number in E.164',
    (phone) => invalid({ name: 'Ada', licence: 'B1', phone }),
  );

  test('knows no other field', () => invalid({ name: 'Ada', licence: 'B1', standing: 'Suspended' }));
});

describe('putting right what is known of a driver', () => {
  const { given } = scenario(changeDriver);
  const toX1 = [release(licences, 'B072RRE'), claim(licences, 'X1')];

  test('tells each change apart', () =>
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

  test('leaves the claim where it is when only the spelling changes', () =>
    given(ada)
      .when({ licence: 'b072rre' })
      .emits(DriverLicenceChanged({ licence: 'b072rre' })));

  test('takes phone and user away with null', () =>
    given(ada).when({ phone: null, userId: null }).emits(DriverPhoneChanged({}), DriverLinkedToUser({})));

  test('says nothing when there is nothing to change', () => {
    given(ada).when({ name: 'Ada Lindqvist', licence: 'B 072-RRE', phone: '+4915112345678', userId }).emitsNothing();
    given(DriverRegistered({ name: 'Ada', licence: '1' }))
      .when({ phone: null, userId: null })
      .emitsNothing();
  });

  test('asks for something to change', () => {
    const { input } = changeDriver.definition;
    expect(input.safeParse({ driverId: itsId }).success).toBe(false);
    // A blank number is as good as none, and yet something was sent.
    expect(input.safeParse({ driverId: itsId, phone: '  ' }).success).toBe(true);
    expect(input.safeParse({ driverId: itsId, name: null }).success).toBe(false);
    expect(input.safeParse({ driverId: itsId, licence: '...' }).success).toBe(false);
  });

  test('leaves a retired driver alone', () =>
    given(ada, retired).when({ name: 'Ada Berg' }).refuses('driver-retired', {}, 409));

  test('needs a driver', () => given().when({ name: 'Ada' }).refuses('driver-not-found', {}, 404));
});

describe('saying whether a driver may be sent', () => {
  const { given } = scenario(changeDriverStanding);

  test.each(['Unavailable', 'Suspended'] as const)('takes her off the road: %s', (to) =>
    given(ada)
      .seeing({ held: [] })
      .when({ standing: to, reason: 'Under review' })
      .emits(DriverStandingChanged({ from: 'Available', to, reason: 'Under review' })),
  );

  test('puts her back, and any other pair is as good', () => {
    given(ada, suspended)
      .seeing({ held: [] })
      .when({ standing: 'Available' })
      .emits(DriverStandingChanged({ from: 'Suspended', to: 'Available' }));
    given(ada, suspended)
      .seeing({ held: [] })
      .when({ standing: 'Unavailable' })
      .emits(DriverStandingChanged({ from: 'Suspended', to: 'Unavailable' }));
  });

  test('keeps her while deliveries count on her, and names them', () =>
    given(ada)
      .seeing({ held: [booking] })
      .when({ standing: 'Suspended' })
      .refuses('driver-in-use', { deliveries: [deliveryId] }, 409));

  test('says nothing when she stands like that already, deliveries or not', () =>
    given(ada)
      .seeing({ held: [booking] })
      .when({ standing: 'Available' })
      .emitsNothing());

  test('leaves a retired driver alone', () =>
    given(ada, retired).seeing({ held: [] }).when({ standing: 'Suspended' }).refuses('driver-retired'));

  test('knows three standings and no other spelling of them', () => {
    for (const standing of ['available', 'Retired', 'Assigned', 'Maintenance', '', 3])
      expect(changeDriverStanding.definition.input.safeParse({ driverId: itsId, standing }).success).toBe(false);
  });

  test('needs a driver', () => given().when({ standing: 'Available' }).refuses('driver-not-found', {}, 404));
});

describe('letting a driver go', () => {
  const { given } = scenario(retireDriver);

  test('is final, and frees her licence', () => {
    given(ada, suspended)
      .seeing({ held: [] })
      .when({ reason: 'Moved away' })
      .emits(DriverRetired({ reason: 'Moved away' }), release(licences, 'B072RRE'));
  });

  test('frees the licence she has now', () =>
    given(ada, DriverLicenceChanged({ licence: 'X 1' }))
      .seeing({ held: [] })
      .when({})
      .emits(retired, release(licences, 'X1')));

  test('waits until no delivery counts on her', () =>
    given(ada)
      .seeing({ held: [booking] })
      .when({})
      .refuses('driver-in-use', { deliveries: [deliveryId] }));

  test('says nothing the second time', () => given(ada, retired).seeing({ held: [] }).when({}).emitsNothing());
});

describe('the row of a driver', () => {
  test('begins with what was registered', () =>
    expect(told(driverRow, DriverRegistered({ name: 'Ada', licence: 'B1' }))).toEqual({
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
      told(
        driverRow,
        ada,
        DriverRenamed({ name: 'Ada Berg' }),
        DriverLicenceChanged({ licence: 'X 1' }),
        DriverPhoneChanged({}),
        DriverLinkedToUser({}),
        suspended,
      ),
    ).toMatchObject({ name: 'Ada Berg', licence: 'X 1', phone: null, userId: null, standing: 'Suspended' }));

  test('is listed by standing and name, and once retired only among the retired', () => {
    const { indexes } = driverRow.stored(itsId, told(driverRow, ada), 1);
    expect(indexes).toEqual([
      { index: 'current', by: '', sort: 'ada lindqvist' },
      { index: 'standing', by: 'Available', sort: 'ada lindqvist' },
      { index: 'licence', by: '', sort: 'B072RRE\tada lindqvist' },
    ]);
    expect(driverRow.stored(itsId, told(driverRow, ada, retired), 2).indexes).toEqual([
      undefined,
      { index: 'standing', by: 'Retired', sort: 'ada lindqvist' },
      { index: 'licence', by: 'Retired', sort: 'B072RRE\tada lindqvist' },
    ]);
  });
});
