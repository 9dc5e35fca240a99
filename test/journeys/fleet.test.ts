import { describe, expect, test } from 'vitest';
import { aLicence, aName, aRegistration } from '#test/support/http/makers';
import { allPages, eventually, hours, names, refused, world } from '#test/support/http/world';

const { as, aDriver, aVehicle, anActiveRoute, aDelivery, aCrewedDelivery, aDeliveryThatIs } = world();

/** Drivers and vehicles have the same rules, with different field names. */
const kinds = [
  {
    thing: 'driver',
    list: '/drivers',
    idField: 'driverId',
    own: 'licence',
    taken: 'licence-taken',
    most: 50,
    off: 'Unavailable',
    worst: 'Suspended',
    make: aDriver,
    given: () => ({ name: aName(), licence: aLicence() }),
    change: { name: 'Somebody Else' },
  },
  {
    thing: 'vehicle',
    list: '/vehicles',
    idField: 'vehicleId',
    own: 'registration',
    taken: 'registration-taken',
    most: 32,
    off: 'Maintenance',
    worst: 'OutOfService',
    make: aVehicle,
    given: () => ({ registration: aRegistration(), type: 'Delivery Van' }),
    change: { type: 'Hearse' },
  },
] as const;

describe.each(kinds)('a $thing', ({ thing, list, idField, own, taken, most, off, worst, make, given, change }) => {
  const mark = (it: object) => (it as Record<string, string>)[own]!;

  test('is registered, and is readable at once', async () => {
    const body = given();
    const made = await as('dispatcher').post(list, body);

    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { version: 1 } });
    const id = made.body[idField];
    expect(made.headers.get('location')).toBe(`/v1${list}/${id}`);
    expect((await as('auditor').get(`${list}/${id}`)).body).toMatchObject({
      ...body,
      [idField]: id,
      standing: 'Available',
      status: 'Available',
      currentDeliveryId: null,
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  test('can be changed one field at a time', async () => {
    const it = await make();
    const changed = await as('dispatcher').patch(it.path, change);

    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await as('auditor').get(it.path)).body).toMatchObject({ ...change, [own]: mark(it), version: 2 });
    expect((await as('dispatcher').patch(it.path, change)).body.version).toBe(2);
    refused(await as('dispatcher').patch(it.path, {}), 400, 'invalid-input');
  });

  test('has a unique identifier, in any spelling', async () => {
    const it = await make();
    const spelt = mark(it).toLowerCase().replaceAll('-', ' . ').slice(0, most);

    refused(await as('dispatcher').post(list, { ...given(), [own]: spelt }), 409, taken, { field: own });
    const other = await make();
    refused(await as('dispatcher').patch(other.path, { [own]: spelt }), 409, taken, { field: own });
    expect((await as('dispatcher').patch(it.path, { [own]: spelt })).status).toBe(200);
  });

  test('can get a new identifier, which releases the old one', async () => {
    const it = await make();
    const fresh = mark(given());
    expect((await as('dispatcher').patch(it.path, { [own]: fresh })).status).toBe(200);

    expect((await as('dispatcher').post(list, { ...given(), [own]: mark(it) })).status).toBe(201);
    refused(await as('dispatcher').post(list, { ...given(), [own]: fresh }), 409, taken);
  });

  test('can have an identifier of 23 characters', async () => {
    const long = `${mark(given())}-ABCDEFGHIJ`.slice(0, 23);
    expect(long).toHaveLength(23);
    const it = await make();

    expect((await as('dispatcher').patch(it.path, { [own]: long, ...change })).status).toBe(200);
    expect((await as('auditor').get(it.path)).body[own]).toBe(long);
  });

  test('can be made unavailable and available again, with a reason', async () => {
    const it = await make();
    const stand = (standing: string, reason?: string) =>
      as('dispatcher').put(`${it.path}/standing`, { standing, ...(reason && { reason }) });

    expect(await stand(off, 'a long overdue rest')).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await as('auditor').get(it.path)).body).toMatchObject({ standing: off, status: off });
    expect(await stand(off)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await stand(worst)).status).toBe(200);
    expect((await stand('Available')).body.version).toBe(4);
    names(await stand('Assigned'), 'standing');
    names(await stand('available'), 'standing');
    names(await stand(off, 'x'.repeat(201)), 'reason');
  });

  test('cannot be assigned while it is unavailable', async () => {
    const it = await make();
    await as('dispatcher').put(`${it.path}/standing`, { standing: worst });
    const route = await anActiveRoute();
    const id = { [idField]: (it as any)[idField] };

    const body = { routeId: route.routeId, ...id };
    refused(await as('dispatcher').post('/deliveries', body), 409, `${thing}-unavailable`, id);
    const unassigned = await aDelivery({ route });
    refused(await as('dispatcher').put(`${unassigned.path}/${thing}`, id), 409, `${thing}-unavailable`, id);
  });

  test('cannot be retired while it is booked, and the delivery is named', async () => {
    const delivery = await aCrewedDelivery();
    const { path } = delivery[thing];
    const deliveries = { deliveries: [delivery.deliveryId] };

    const standing = await as('dispatcher').put(`${path}/standing`, { standing: off });
    refused(standing, 409, `${thing}-in-use`, deliveries);
    refused(await as('dispatcher').post(`${path}/retirement`, {}), 409, `${thing}-in-use`, deliveries);
    await as('dispatcher').post(`${delivery.path}/cancellation`, { reason: 'no', requestedBy: 'Driver' });
    expect((await as('dispatcher').put(`${path}/standing`, { standing: off })).status).toBe(200);
  });

  test('is retired permanently, which releases its identifier', async () => {
    const it = await make();
    const retired = await as('dispatcher').post(`${it.path}/retirement`, { reason: 'twenty good years' });

    expect(retired).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await as('auditor').get(it.path)).body.standing).toBe('Retired');
    expect((await as('dispatcher').post(`${it.path}/retirement`, {})).body.version).toBe(2);
    refused(await as('dispatcher').put(`${it.path}/standing`, { standing: 'Available' }), 409, `${thing}-retired`);
    refused(await as('dispatcher').patch(it.path, change), 409, `${thing}-retired`);
    const { routeId } = await anActiveRoute();
    const wanted = { routeId, [idField]: (it as any)[idField] };
    refused(await as('dispatcher').post('/deliveries', wanted), 409, `${thing}-unavailable`);
    expect((await as('dispatcher').post(list, { ...given(), [own]: mark(it) })).status).toBe(201);
  });

  test('that does not exist is not found on any endpoint', async () => {
    const path = `${list}/${crypto.randomUUID()}`;
    const code = `${thing}-not-found`;

    refused(await as('auditor').get(path), 404, code);
    refused(await as('auditor').get(`${path}/bookings`), 404, code);
    refused(await as('dispatcher').patch(path, change), 404, code);
    refused(await as('dispatcher').put(`${path}/standing`, { standing: off }), 404, code);
    refused(await as('dispatcher').post(`${path}/retirement`, {}), 404, code);
    names(await as('auditor').get(`${list}/seven`), idField);
  });

  test('has its bookings listed in order of time, also for a range', async () => {
    const it = await make();
    const late = await anActiveRoute({ start: 50 });
    const soon = await anActiveRoute({ start: 2 });
    const second = await aDelivery({ route: late, [thing]: it });
    const first = await aDelivery({ route: soon, [thing]: it });
    const bookings = async (query = '') => (await as('auditor').get(`${it.path}/bookings${query}`)).body.items;

    expect(await bookings()).toEqual([
      { deliveryId: first.deliveryId, routeId: soon.routeId, from: soon.scheduledStart, to: soon.scheduledEnd },
      { deliveryId: second.deliveryId, routeId: late.routeId, from: late.scheduledStart, to: late.scheduledEnd },
    ]);
    expect(await bookings(`?to=${hours(40)}`)).toMatchObject([{ deliveryId: first.deliveryId }]);
    expect(await bookings(`?from=${hours(40)}`)).toMatchObject([{ deliveryId: second.deliveryId }]);
    expect(await bookings(`?from=${hours(10)}&to=${hours(40)}`)).toEqual([]);
    names(await as('auditor').get(`${it.path}/bookings?from=${hours(2)}&to=${hours(1)}`), 'to');
  });

  test('is listed by standing, by prefix, and by free window', async () => {
    const { as, ...own_ } = world();
    const fresh = { aDriver: own_.aDriver, aVehicle: own_.aVehicle };
    const anew = thing === 'driver' ? fresh.aDriver : fresh.aVehicle;
    const all: { path: string }[] = [];
    for (let i = 0; i < 5; i++) all.push(await anew());
    const [busy, away, gone] = all;
    await as('dispatcher').put(`${away!.path}/standing`, { standing: off });
    await as('dispatcher').post(`${gone!.path}/retirement`, {});
    const route = await own_.anActiveRoute({ start: 5 });
    await own_.aDelivery({ route, [thing]: busy });
    const ids = (some: (object | undefined)[]) => some.map((it) => (it as any)[idField]).toSorted();
    const found = async (query: string) => ids(await allPages(as('auditor').get, `${list}${query}`, 2));

    await eventually(async () => expect(await found('')).toEqual(ids([busy, away, all[3], all[4]])));
    await eventually(async () => expect(await found(`?standing=${off}`)).toEqual(ids([away])));
    const begins = mark(all[3]!).toLowerCase().slice(0, 9);
    await eventually(async () => expect(await found(`?q=${encodeURIComponent(begins)}`)).toEqual(ids([all[3]])));
    const free = (from: number, to: number) => found(`?freeFrom=${hours(from)}&freeTo=${hours(to)}`);
    await eventually(async () => expect(await free(4, 6)).toEqual(ids([all[3], all[4]])));
    await eventually(async () => expect(await free(8, 9)).toEqual(ids([busy, all[3], all[4]])));
    names(await as('auditor').get(`${list}?freeFrom=${hours(1)}`), 'freeTo');
    names(await as('auditor').get(`${list}?standing=Assigned`), 'standing');
  });
});

test('a driver can have a telephone number in E.164, which can be removed', async () => {
  const driver = await aDriver({ phone: '+4915112345678' });
  expect((await as('auditor').get(driver.path)).body.phone).toBe('+4915112345678');

  expect((await as('dispatcher').patch(driver.path, { phone: null })).status).toBe(200);
  expect((await as('auditor').get(driver.path)).body.phone).toBeNull();
  names(await as('dispatcher').patch(driver.path, { phone: '0151 12345678' }), 'phone');
});

test('a vehicle can have a capacity', async () => {
  const vehicle = await aVehicle({ capacityKg: 1250.5 });
  expect((await as('auditor').get(vehicle.path)).body.capacityKg).toBe(1250.5);
  names(await as('dispatcher').patch(vehicle.path, { capacityKg: -1 }), 'capacityKg');
});

test('names are trimmed, and blank names are refused', async () => {
  const driver = await aDriver({ name: '  Ada \t  Byron ' });
  expect((await as('auditor').get(driver.path)).body.name).toBe('Ada Byron');

  names(await as('dispatcher').post('/drivers', { name: ' \n ', licence: aLicence() }), 'name');
  names(await as('dispatcher').post('/vehicles', { registration: ' ', type: '' }), 'registration', 'type');
});

test('the overview counts available, assigned and unavailable', async () => {
  const { as, ...fresh } = world();
  const atWork = await fresh.aDeliveryThatIs('InTransit', { route: { start: -1 } });
  const [gone, away, ill] = [await fresh.aDriver(), await fresh.aDriver(), await fresh.aDriver()];
  const [spare, broken] = [await fresh.aVehicle(), await fresh.aVehicle()];
  await as('dispatcher').post(`${gone.path}/retirement`, {});
  await as('dispatcher').put(`${away.path}/standing`, { standing: 'Suspended' });
  await as('dispatcher').put(`${ill.path}/standing`, { standing: 'Unavailable' });
  await as('dispatcher').put(`${broken.path}/standing`, { standing: 'OutOfService' });

  await eventually(async () => {
    const { body } = await as('auditor').get('/fleet/overview');
    expect(body.statistics).toEqual({
      drivers: { total: 3, available: 0, assigned: 1, unavailable: 1, suspended: 1 },
      vehicles: { total: 3, available: 1, assigned: 1, maintenance: 0, outOfService: 1 },
    });
    expect(body.drivers).toContainEqual(
      expect.objectContaining({
        driverId: atWork.driver.driverId,
        status: 'Assigned',
        currentDeliveryId: atWork.deliveryId,
      }),
    );
    expect(body.vehicles).toContainEqual(expect.objectContaining({ vehicleId: spare.vehicleId, status: 'Available' }));
    expect(body.drivers.map((it: any) => it.driverId)).not.toContain(gone.driverId);
  });
});

test('a driver is Assigned while a booking runs, and not before', async () => {
  const later = await aCrewedDelivery({ route: { start: 3 } });
  const now = await aDeliveryThatIs('PickedUp', { route: { start: -0.5 } });

  expect((await as('auditor').get(later.driver.path)).body).toMatchObject({ status: 'Available' });
  expect((await as('auditor').get(now.driver.path)).body).toMatchObject({ status: 'Assigned' });
});

test('a vehicle shows the breakdowns and accidents on its deliveries until they are resolved', async () => {
  const { path, deliveryId, vehicle } = await aCrewedDelivery();
  const report = async (type: string) =>
    (await as('dispatcher').post(`${path}/incidents`, { type, description: 'Smoke' })).body.incidentId as string;
  const shows = (...incidents: object[]) =>
    eventually(async () => {
      const { openIncidents } = (await as('auditor').get(vehicle.path)).body;
      expect(openIncidents).toEqual(incidents.map((it) => ({ ...it, openedAt: expect.any(String) })));
    });
  await report('Weather');
  const breakdown = { incidentId: await report('Breakdown'), deliveryId, type: 'Breakdown' };
  await shows(breakdown);
  const accident = { incidentId: await report('Accident'), deliveryId, type: 'Accident' };
  await shows(breakdown, accident);

  const other = await aVehicle();
  await as('dispatcher').put(`${path}/vehicle`, { vehicleId: other.vehicleId });
  await as('dispatcher').post(`${path}/incidents/${breakdown.incidentId}/resolution`, {});
  await shows(accident);
  expect((await as('auditor').get(other.path)).body.openIncidents).toEqual([]);
});
