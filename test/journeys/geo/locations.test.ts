import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { refused, world } from '#test/support/http/world';

const { as } = world();
const driver = as('driver');
const aPlace = () => ({ address: { line1: `Hauptstraße ${randomUUID()}` }, city: 'Linz', countryCode: 'AT' });

test('a place is registered, and found by its id in any case', async () => {
  const place = { ...aPlace(), subdivisionCode: 'at-4', coordinates: { latitude: 48.3061234, longitude: 14.2868 } };
  const { status, body, headers } = await driver.post('/geo/locations', place);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/geo/locations/${body.locationId}`);

  const found = await as('auditor').get(`/geo/locations/${body.locationId.toLowerCase()}`);
  expect(found.body).toEqual({
    locationId: body.locationId,
    ...place,
    subdivisionCode: 'AT-4',
    coordinates: { latitude: 48.30612, longitude: 14.2868 },
    postalCode: null,
    registeredAt: expect.any(String),
    version: 1,
  });
});

test('the same place in another spelling is the same location, in the spelling of the first', async () => {
  const place = aPlace();
  const first = await driver.post('/geo/locations', place);
  const again = await driver.post('/geo/locations', { ...place, city: ' LINZ ' });
  expect(again.status).toBe(200);
  expect(again.body).toEqual(first.body);
  expect((await driver.get(`/geo/locations/${first.body.locationId}`)).body.city).toBe('Linz');
});

test('fifty requests for one place at once make one location', async () => {
  const place = aPlace();
  const answers = await Promise.all(Array.from({ length: 50 }, () => driver.post('/geo/locations', place)));
  expect(new Set(answers.map(({ body }) => body.locationId)).size).toBe(1);
  const statuses = answers.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([...Array.from({ length: 49 }, () => 200), 201]);
});

test('a location is of one organization: another one does not find it, and registers its own', async () => {
  const place = aPlace();
  const { locationId } = (await driver.post('/geo/locations', place)).body;
  const other = world().as('driver');
  refused(await other.get(`/geo/locations/${locationId}`), 404, 'location-not-found');
  expect(await other.post('/geo/locations', place)).toMatchObject({ status: 201, body: { locationId } });
});

test('an auditor cannot register one', async () => {
  refused(await as('auditor').post('/geo/locations', aPlace()), 403, 'role-too-low');
});

test('a place that does not exist is refused with the name of the field', async () => {
  const answer = await driver.post('/geo/locations', { subdivisionCode: 'US-CA', countryCode: 'AT' });
  refused(answer, 400, 'invalid-input');
  expect(answer.body.errors).toEqual([{ path: 'subdivisionCode', message: 'must be a subdivision of the country' }]);
});
