import { deleteRecord, putRecord } from '@waybill/kernel';
import { now, orgId, recorded, scenario } from '@waybill/kernel/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LocationKept, LocationRegistered, LocationRemoved, LocationRenewed } from '#events/geo';
import { registerLocation } from '#functions/geo/commands/register-location';
import { existing, location } from '#functions/geo/location/location';
import { checkId, locationChecks } from '#functions/geo/location/location-checks';
import { locationIdOf, normalizedPlace } from '#functions/geo/location/location-id';
import { rounded } from '#functions/geo/location/rounded';
import * as geo from '#functions/geo/manifest';
import { inMemory } from '../support/in-memory.ts';

const { input } = registerLocation.definition;
const cleaned = (place: object) => input.parse(place);
const idOf = (place: object) => locationIdOf(cleaned(place));
const mistakes = (place: object) =>
  (input.safeParse(place).error?.issues ?? []).map(({ path }) => path.join('.')).toSorted();

const losAngeles = {
  coordinates: { latitude: 34.0522, longitude: -118.2437 },
  address: { line1: '123 Main St', line2: 'Building B', line3: 'Suite 400' },
  city: 'Los Angeles',
  postalCode: '90012',
  subdivisionCode: 'US-CA',
  countryCode: 'US',
};

describe('the id of a location', () => {
  test.each([
    [{}, '||||||||', '47C2D626FA3179A3CEA11612ED4A79BED4ED1A55C72F7B139625346714CB963B'],
    [{ countryCode: ' us ' }, '||||||||us', '5B4B0DE6C5907781F62A7A6D59358499356D056E68D56680610FC23A5B21304E'],
    [
      { city: '  Los   Angeles ', subdivisionCode: 'us-ca', countryCode: 'US' },
      '|||||los angeles||us-ca|us',
      '1D9F4D0EDB943C969530ED16C954CFBB690B40161F15B2500213E0A9A3D3517F',
    ],
    [
      losAngeles,
      '34.05220|-118.24370|123 main st|building b|suite 400|los angeles|90012|us-ca|us',
      '80C1D6A4EA23A3C5510C39ADE495D1FDA3E269591AD32126929D454A3B199757',
    ],
  ])('is the SHA-256 of its normalized content: %o', (place, text, digest) => {
    expect(normalizedPlace(cleaned(place))).toBe(text);
    expect(idOf(place)).toBe(digest);
  });

  test('is the same in any case and with any whitespace', () => {
    const shouted = {
      ...losAngeles,
      city: ' LOS\tANGELES ',
      address: { ...losAngeles.address, line1: '123  MAIN ST' },
    };
    expect(idOf(shouted)).toBe(idOf(losAngeles));
    expect(idOf({ postalCode: 'sw1a 1aa' })).toBe(idOf({ postalCode: 'SW1A  1AA' }));
  });

  test('is the same for composed and decomposed letters', () =>
    expect(idOf({ city: 'Orle\u0301ans' })).toBe(idOf({ city: 'OrlÉans' })));

  test('has the lower case of Unicode, whatever the language is', () => {
    expect(normalizedPlace({ city: 'İzmir' })).toBe('|||||i\u0307zmir|||');
    expect(normalizedPlace({ city: 'IĞDIR' })).toBe('|||||iğdir|||');
    expect(normalizedPlace({ city: 'STRASSE ẞ' })).toBe('|||||strasse ß|||');
  });

  test('differs where only a separator inside a part differs', () => {
    const one = idOf({ address: { line1: 'a|b', line2: 'c' } });
    expect(idOf({ address: { line1: 'a', line2: 'b|c' } })).not.toBe(one);
    expect(idOf({ address: { line1: 'a\\', line2: '|b' } })).not.toBe(idOf({ address: { line1: 'a\\|', line2: 'b' } }));
  });

  test('is the same to the 5th decimal, and differs in it', () => {
    const at = (latitude: number) => idOf({ coordinates: { latitude, longitude: 0 } });
    expect(at(48.208491)).toBe(at(48.208494));
    expect(at(48.20849)).not.toBe(at(48.2085));
  });

  test('of text that differs in more than case and spaces is never the same', () => {
    const part = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', '|', '\\') });
    fc.assert(
      fc.property(part, part, part, part, (line1, line2, city, postalCode) => {
        const text = normalizedPlace({ address: { line1, line2 }, city, postalCode });
        const parts = text.split(/(?<=(?<!\\)(?:\\\\)*)\|/);
        expect(parts.slice(2, 7).map((it) => it.replace(/\\(.)/g, '$1'))).toEqual([line1, line2, '', city, postalCode]);
      }),
    );
  });
});

describe('degrees are rounded to 5 decimals', () => {
  test.each([
    [0.000015, 0.00002],
    [0.000025, 0.00002],
    [1.000005, 1],
    [48.208495, 48.2085],
    // In floating point this is just below the tie.
    [0.000035, 0.00003],
    [-0.000015, -0.00002],
    [-0.000025, -0.00002],
    [0.000005, 0],
    [0.0000051, 0.00001],
    [89.999996, 90],
    [-180, -180],
    [48.2084949, 48.20849],
    [48.2084951, 48.2085],
  ])('%f becomes %f', (given, expected) => expect(rounded(given)).toBe(expected));

  test('and zero has no sign', () => {
    expect(Object.is(rounded(-0.000001), 0)).toBe(true);
    expect(Object.is(rounded(-0), 0)).toBe(true);
    expect(normalizedPlace(cleaned({ coordinates: { latitude: -0.000001, longitude: -0 } }))).toBe(
      '0.00000|0.00000|||||||',
    );
  });

  test('twice is the same as once', () =>
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (degrees) => {
        expect(rounded(rounded(degrees))).toBe(rounded(degrees));
        expect(Math.abs(rounded(degrees) - degrees)).toBeLessThanOrEqual(0.5e-5 + 1e-10);
      }),
    ));
});

describe('a place is refused, naming the field', () => {
  const long = (length: number) => 'x'.repeat(length);
  test.each([
    [{ coordinates: { latitude: 90.1, longitude: 0 } }, ['coordinates.latitude']],
    [{ coordinates: { latitude: 0, longitude: -180.00001 } }, ['coordinates.longitude']],
    [{ coordinates: { latitude: 91_000, longitude: 181_000 } }, ['coordinates.latitude', 'coordinates.longitude']],
    [{ coordinates: { latitude: '1', longitude: Number.NaN } }, ['coordinates.latitude', 'coordinates.longitude']],
    [{ coordinates: { latitude: 1 } }, ['coordinates.longitude']],
    [{ address: {} }, ['address.line1']],
    [{ address: { line1: ' ' } }, ['address.line1']],
    [{ address: { line1: 'a', line3: 'c' } }, ['address.line2']],
    [{ address: { line1: 'a', line2: ' ', line3: 'c' } }, ['address.line2']],
    [
      { address: { line1: long(256), line2: long(256), line3: long(256) } },
      ['address.line1', 'address.line2', 'address.line3'],
    ],
    [{ city: long(256) }, ['city']],
    [{ city: 'a\u0000b' }, ['city']],
    [{ postalCode: long(17) }, ['postalCode']],
    [{ countryCode: 'ZZ' }, ['countryCode']],
    [{ countryCode: 'AUT' }, ['countryCode']],
    [{ countryCode: '__proto__' }, ['countryCode']],
    [{ subdivisionCode: 'AT-10' }, ['subdivisionCode']],
    [{ subdivisionCode: 'AT-9', countryCode: 'DE' }, ['subdivisionCode']],
    [{ hashId: '00' }, ['']],
  ])('%o', (place, fields) => expect(mistakes(place)).toEqual(fields));

  test.each([
    {},
    { subdivisionCode: 'at-9' },
    { subdivisionCode: 'AT-9', countryCode: 'at' },
    { city: ' ', postalCode: '', countryCode: ' ', subdivisionCode: '' },
    { coordinates: { latitude: 90, longitude: -180 } },
    { city: long(255), postalCode: long(16), address: { line1: long(255) } },
  ])('and accepted: %o', (place) => expect(mistakes(place)).toEqual([]));
});

describe('registering a location', () => {
  const { given } = scenario(registerLocation);
  const registered = LocationRegistered(cleaned({ city: 'Wien' }));
  const check = (since: string) =>
    putRecord(
      locationChecks,
      checkId(orgId, expect.any(String) as unknown as string),
      { organizationId: orgId, locationId: expect.any(String) as unknown as string },
      new Date(Date.parse(since) + 31 * 86_400_000).toISOString(),
    );

  test('keeps it as it was spelled, with codes in upper case, and has it looked at after a day', () =>
    given()
      .when({ city: ' Bad  Ischl ', postalCode: 'a-4820', countryCode: 'at' })
      .emits(LocationRegistered({ city: 'Bad Ischl', postalCode: 'A-4820', countryCode: 'AT' }), {
        ...check(now),
        id: expect.any(String) as unknown as string,
      }));

  test('again changes nothing while it is young', () => given(registered).when({ city: 'WIEN' }).emitsNothing());

  test('again after its removal begins it anew', () =>
    given(registered, LocationRemoved({}))
      .when({ city: 'WIEN' })
      .emits(LocationRegistered({ city: 'WIEN' }), { ...check(now), id: expect.any(String) as unknown as string }));

  test('again renews it once in 12 hours', () => {
    const { decide } = registerLocation.definition;
    const state = location.fold(recorded([registered]))!;
    const decided = (hours: number, ago = new Date(Date.parse(now) - hours * 3_600_000).toISOString()) =>
      decide!({ ...state, since: ago }, cleaned({}), {}, { now, id: 'x', caller: { orgId } } as never);
    expect(decided(12)).toEqual(LocationRenewed({}));
    expect(decided(11.9)).toEqual([]);
  });
});

describe('a location', () => {
  const fold = (...events: Parameters<typeof recorded>[0]) => location.fold(recorded(events));
  const registered = LocationRegistered({ city: 'Wien' });

  test('is absent once it was removed, and present again once it is registered again', () => {
    expect(existing(fold(registered))?.place).toEqual({ city: 'Wien' });
    expect(existing(fold(registered, LocationRemoved({})))).toBeUndefined();
    expect(existing(fold(registered, LocationRemoved({}), registered))?.place).toEqual({ city: 'Wien' });
  });

  test('is kept once a route or a delivery refers to it', () =>
    expect(fold(registered, LocationKept({}), LocationRenewed({}))).toMatchObject({ kept: true }));
});

test('a check is deleted by the name under which it was put', () =>
  expect(deleteRecord(locationChecks, checkId('o', 'l'))).toMatchObject({ id: 'o#l' }));

test('getLocation answers with a location right after its registration, and not of another organization', async () => {
  const { ask } = inMemory(geo, { at: now });
  const { locationId } = (await ask('registerLocation', { city: 'Graz', countryCode: 'at' })).body;
  const answer = await ask('getLocation', { locationId });
  expect(answer.body).toEqual({
    locationId,
    coordinates: null,
    address: null,
    city: 'Graz',
    postalCode: null,
    subdivisionCode: null,
    countryCode: 'AT',
    registeredAt: now,
    version: 1,
  });
  expect((await ask('getLocation', { locationId }, { org: 'another' })).status).toBe(404);
});
