import { newId } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { DeliveryCreated } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { atWork } from '#functions/fleet/availability/at-work';
import { withTurnaround } from '#functions/fleet/availability/free-window';
import * as fleet from '#functions/fleet/manifest';
import { inMemory, orgId } from '../support/in-memory.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const delivery = newId('a delivery');
const later = newId('a later delivery');
const routeId = newId('a route');
const hours = (from: string, to: string) => ({ from: `2026-05-04T${from}:00.000Z`, to: `2026-05-04T${to}:00.000Z` });

const fleetInMemory = () => {
  const { ask, ...rest } = inMemory(fleet, { at: '2026-05-04T07:00:00.000Z' });
  const driver = async (name: string, licence = name) =>
    (await ask('registerDriver', { name, licence })).body.driverId as string;
  const vehicle = async (registration: string, type = 'Van') =>
    (await ask('registerVehicle', { registration, type })).body.vehicleId as string;
  const names = async (given = {}) =>
    (await ask('listDrivers', given)).body.items.map(({ name }: { name: string }) => name);
  return { ask, driver, vehicle, names, ...rest };
};

test('a driver is found right after registration', async () => {
  const { ask } = fleetInMemory();

  const { status, headers, body } = await ask('registerDriver', { name: 'Ada', licence: 'B-1' });

  expect(status).toBe(201);
  expect(headers.location).toBe(`/v1/drivers/${body.driverId}`);
  expect((await ask('getDriver', { driverId: body.driverId })).body).toEqual({
    driverId: body.driverId,
    name: 'Ada',
    licence: 'B-1',
    phone: null,
    userId: null,
    standing: 'Available',
    status: 'Available',
    currentDeliveryId: null,
    version: 1,
    createdAt: '2026-05-04T07:00:00.000Z',
    updatedAt: '2026-05-04T07:00:00.000Z',
  });
});

test('a vehicle is found right after registration', async () => {
  const { ask, vehicle } = fleetInMemory();
  const vehicleId = await vehicle('H-WB 1');

  expect((await ask('getVehicle', { vehicleId })).body).toEqual({
    vehicleId,
    registration: 'H-WB 1',
    type: 'Van',
    capacityKg: null,
    standing: 'Available',
    openIncidents: [],
    status: 'Available',
    currentDeliveryId: null,
    version: 1,
    createdAt: '2026-05-04T07:00:00.000Z',
    updatedAt: '2026-05-04T07:00:00.000Z',
  });
});

test('a licence is unique in the organization until it is released', async () => {
  const { ask, driver } = fleetInMemory();
  const ada = await driver('Ada', 'B 1');
  const berta = await driver('Berta', 'B 2');

  const again = await ask('registerDriver', { name: 'Eva', licence: 'b-1' });
  expect(again).toMatchObject({ status: 409, body: { code: 'licence-taken', field: 'licence' } });
  expect((await ask('changeDriver', { driverId: berta, licence: 'B1' })).body.code).toBe('licence-taken');
  expect((await ask('registerDriver', { name: 'Eva', licence: 'b-1' }, { org: 'another' })).status).toBe(201);

  await ask('changeDriver', { driverId: ada, licence: 'C 3' });
  expect((await ask('changeDriver', { driverId: berta, licence: 'B1' })).status).toBe(200);
  expect((await ask('registerDriver', { name: 'Eva', licence: 'B2' })).status).toBe(201);

  expect((await ask('retireDriver', { driverId: ada })).status).toBe(200);
  expect((await ask('registerDriver', { name: 'Zoe', licence: 'c3' })).status).toBe(201);
});

test('a registration is unique in the organization until it is released', async () => {
  const { ask, vehicle } = fleetInMemory();
  const vehicleId = await vehicle('H-WB 1');

  const again = await ask('registerVehicle', { registration: 'hwb1', type: 'Van' });
  expect(again).toMatchObject({ status: 409, body: { code: 'registration-taken', field: 'registration' } });

  await ask('retireVehicle', { vehicleId });
  expect((await ask('registerVehicle', { registration: 'hwb1', type: 'Van' })).status).toBe(201);
});

test('a driver is Assigned once a booking has begun, also past its end', async () => {
  const { ask, driver, book, free, itIs } = fleetInMemory();
  const driverId = await driver('Ada');
  const seen = async () => {
    const one = (await ask('getDriver', { driverId })).body;
    const [listed] = (await ask('listDrivers')).body.items;
    const { version, ...rest } = one;
    expect(listed).toEqual(rest);
    return { status: one.status, currentDeliveryId: one.currentDeliveryId };
  };
  const first = { id: driverId, holder: delivery, ...hours('08:00', '10:00') };
  const second = { id: driverId, holder: later, ...hours('11:00', '12:00') };
  await book(driverTime, first);
  await book(driverTime, second);

  expect(await seen()).toEqual({ status: 'Available', currentDeliveryId: null });
  itIs('2026-05-04T08:00:00.000Z');
  expect(await seen()).toEqual({ status: 'Assigned', currentDeliveryId: delivery });
  itIs('2026-05-04T10:30:00.000Z');
  expect(await seen()).toEqual({ status: 'Assigned', currentDeliveryId: delivery });
  itIs('2026-05-04T11:30:00.000Z');
  expect(await seen()).toEqual({ status: 'Assigned', currentDeliveryId: later });
  await free(driverTime, first);
  await free(driverTime, second);
  expect(await seen()).toEqual({ status: 'Available', currentDeliveryId: null });
});

test('a driver with bookings can be neither suspended nor retired', async () => {
  const { ask, driver, book, free } = fleetInMemory();
  const driverId = await driver('Ada');
  const booking = { id: driverId, holder: delivery, ...hours('08:00', '10:00') };
  await book(driverTime, booking);

  const inUse = { status: 409, body: { code: 'driver-in-use', deliveries: [delivery] } };
  expect(await ask('changeDriverStanding', { driverId, standing: 'Suspended' })).toMatchObject(inUse);
  expect(await ask('retireDriver', { driverId })).toMatchObject(inUse);

  await free(driverTime, booking);
  expect((await ask('changeDriverStanding', { driverId, standing: 'Suspended' })).status).toBe(200);
  expect((await ask('getDriver', { driverId })).body).toMatchObject({ standing: 'Suspended', status: 'Suspended' });
});

test('a concurrent booking makes the suspension fail', async () => {
  const { driver, book, platform } = fleetInMemory();
  const driverId = await driver('Ada');
  let slips = 1;
  const racing = {
    ...platform,
    events: {
      ...platform.events,
      commit: async (plan: Parameters<typeof platform.events.commit>[0]) => {
        if (slips-- > 0) await book(driverTime, { id: driverId, holder: delivery, ...hours('08:00', '10:00') });
        return platform.events.commit(plan);
      },
    },
  };
  const caller = { userId: 'a-user', orgId, orgType: 'Customer', role: 'officer' as const };
  const order = { input: { driverId }, caller, key: 'once', correlationId: 'test' };

  await expect(fleet.retireDriver.execute(racing)(order)).rejects.toMatchObject({
    code: 'driver-in-use',
    reasons: { deliveries: [delivery] },
  });
});

test('retired drivers are found only by id and by standing=Retired', async () => {
  const { ask, driver, names } = fleetInMemory();
  const driverId = await driver('Ada');
  await driver('Berta');
  await ask('retireDriver', { driverId });

  expect((await ask('getDriver', { driverId })).body).toMatchObject({ standing: 'Retired', status: 'Retired' });
  expect(await names()).toEqual(['Berta']);
  expect(await names({ standing: 'Available' })).toEqual(['Berta']);
  expect(await names({ standing: 'Retired' })).toEqual(['Ada']);
  expect((await ask('getFleetOverview')).body.statistics.drivers.total).toBe(1);
  expect((await ask('changeDriver', { driverId, name: 'Ada Berg' })).body.code).toBe('driver-retired');
  expect((await ask('retireDriver', { driverId })).status).toBe(200);
});

test('drivers are sorted by name and paged', async () => {
  const { ask, driver } = fleetInMemory();
  for (const name of ['eva', 'Ada', 'Dora', 'berta', 'Carla']) await driver(name);

  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await ask('listDrivers', { limit: '2', ...(cursor && { cursor }) });
    seen.push(...body.items.map(({ name }: { name: string }) => name));
    cursor = body.nextCursor;
  } while (cursor);

  expect(seen).toEqual(['Ada', 'berta', 'Carla', 'Dora', 'eva']);
});

test('drivers are found by the prefix of their name or licence', async () => {
  const { driver, names } = fleetInMemory();
  await driver('Ada Lindqvist', 'B 072-RRE');
  await driver('Berta Adam', 'C-9');

  expect(await names({ q: 'ADA' })).toEqual(['Ada Lindqvist']);
  expect(await names({ q: 'b07' })).toEqual(['Ada Lindqvist']);
  expect(await names({ q: 'b' })).toEqual(['Ada Lindqvist', 'Berta Adam']);
  expect(await names({ q: 'lindqvist' })).toEqual([]);
  expect(await names({ q: '-' })).toEqual([]);
});

test('vehicles are found by the prefix of their registration or type', async () => {
  const { ask, vehicle } = fleetInMemory();
  await vehicle('H-WB 1', 'Van');
  await vehicle('V-AN 2', 'Lorry');
  const found = async (given: object) =>
    (await ask('listVehicles', { ...given })).body.items.map((it: { registration: string }) => it.registration);

  expect(await found({ q: 'van' })).toEqual(['H-WB 1', 'V-AN 2']);
  expect(await found({ q: 'hwb' })).toEqual(['H-WB 1']);
  expect(await found({ q: 'lor' })).toEqual(['V-AN 2']);
  expect(await found({ standing: 'Maintenance' })).toEqual([]);
});

test('an exact match comes first, once, on the first page', async () => {
  const { ask, driver } = fleetInMemory();
  for (const i of [1, 2, 3, 4]) await driver(`B7 ${i}`, `X-${i}`);
  const zoe = await driver('Zoe', 'b-7');
  const pages = async (given: object) => {
    const all: string[][] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await ask('listDrivers', { ...given, ...(cursor && { cursor }) });
      expect(status).toBe(200);
      all.push(body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    } while (cursor);
    return all;
  };

  expect(await pages({ q: 'B7', limit: '2' })).toEqual([['Zoe', 'B7 1'], ['B7 2', 'B7 3'], ['B7 4']]);
  expect(await pages({ q: 'b7', limit: '1' })).toEqual([['Zoe'], ['B7 1'], ['B7 2'], ['B7 3'], ['B7 4']]);
  expect(await pages({ q: 'b7', standing: 'Suspended' })).toEqual([[]]);
  await ask('changeDriverStanding', { driverId: zoe, standing: 'Suspended' });
  expect(await pages({ q: 'b7', standing: 'Suspended' })).toEqual([['Zoe']]);
  expect(await pages({ q: 'b7', standing: 'Available', limit: '4' })).toEqual([['B7 1', 'B7 2', 'B7 3', 'B7 4']]);
  await ask('retireDriver', { driverId: zoe });
  expect(await pages({ q: 'b7', limit: '4' })).toEqual([['B7 1', 'B7 2', 'B7 3', 'B7 4']]);
});

test('drivers listed as free for a window can be booked for it, turnaround included', async () => {
  const { ask, driver, names, book } = fleetInMemory();
  const ada = await driver('Ada');
  await driver('Berta');
  const carla = await driver('Carla');
  await book(driverTime, { id: ada, holder: delivery, ...hours('08:00', '10:00') });
  await ask('changeDriverStanding', { driverId: carla, standing: 'Unavailable' });
  const free = (from: string, to: string) => {
    const window = hours(from, to);
    return names({ freeFrom: window.from, freeTo: window.to });
  };

  expect(await free('09:00', '11:00')).toEqual(['Berta']);
  expect(await free('07:00', '12:00')).toEqual(['Berta']);
  expect(await free('10:00', '11:00')).toEqual(['Ada', 'Berta']);
  expect(await free('07:00', '08:00')).toEqual(['Ada', 'Berta']);

  await ask('changeFleetPolicy', { bufferMinutes: 30 });
  expect(await free('10:00', '11:00')).toEqual(['Berta']);
  expect(await free('10:29', '11:00')).toEqual(['Berta']);
  expect(await free('10:30', '11:00')).toEqual(['Ada', 'Berta']);
  expect(await free('07:00', '07:31')).toEqual(['Berta']);
  expect(
    await names({ standing: 'Unavailable', freeFrom: hours('20:00', '21:00').from, freeTo: '2026-05-05T00:00:00Z' }),
  ).toEqual([]);
});

test('a window requires two ends, in order', async () => {
  const { ask } = fleetInMemory();
  const status = async (given: object) => (await ask('listDrivers', { ...given })).status;

  expect(await status({ freeFrom: '2026-05-04T08:00:00Z' })).toBe(400);
  expect(await status({ freeTo: '2026-05-04T08:00:00Z' })).toBe(400);
  expect(await status({ freeFrom: '2026-05-04T08:00:00Z', freeTo: '2026-05-04T08:00:00Z' })).toBe(400);
  expect(await status({ freeFrom: '2026-05-04T08:00:00', freeTo: '2026-05-04T09:00:00' })).toBe(400);
  expect(await status({ freeFrom: '9999-12-31T08:00:00Z', freeTo: '9999-12-31T23:59:59Z' })).toBe(200);
  expect(await status({ standing: 'available' })).toBe(400);
  expect(await status({ limit: '0' })).toBe(400);
});

test('a window with one end is not searched', () => {
  const { from: freeFrom, to: freeTo } = hours('08:00', '09:00');
  for (const half of [{ freeFrom }, { freeTo }, {}]) expect(withTurnaround(half, 15)).toBeUndefined();
});

test('an unavailable driver or vehicle is not Assigned, whatever it has booked', () => {
  const begun = { resource: 'vehicle', id: 'v', holder: delivery, ...hours('08:00', '09:00') };
  expect(atWork('Available', begun)).toEqual({ status: 'Assigned', currentDeliveryId: delivery });
  expect(atWork('Maintenance', begun)).toEqual({ status: 'Maintenance', currentDeliveryId: null });
});

test('the bookings of a driver have delivery and route, in order of time', async () => {
  const { ask, driver, book, platform } = fleetInMemory();
  const driverId = await driver('Ada');
  await book(driverTime, { id: driverId, holder: later, ...hours('11:00', '12:00') });
  await book(driverTime, { id: driverId, holder: delivery, ...hours('08:00', '10:00') });
  const route = { routeId, origin: 'A', destination: 'B', ...schedule(hours('08:00', '10:00')), checkpoints: [] };
  for (const id of [delivery, later])
    platform.given([
      recordedEvent(DeliveryCreated({ route, priority: 'Normal' }), {
        context: 'deliveries',
        org: orgId,
        aggregate: 'delivery',
        id,
      }),
    ]);
  const first = { deliveryId: delivery, routeId, ...hours('08:00', '10:00') };
  const second = { deliveryId: later, routeId, ...hours('11:00', '12:00') };
  const bookings = async (given = {}) => (await ask('listDriverBookings', { driverId, ...given })).body.items;

  expect(await bookings()).toEqual([first, second]);
  expect(await bookings({ from: first.to })).toEqual([second]);
  expect(await bookings({ from: '2026-05-04T09:59:00Z' })).toEqual([first, second]);
  expect(await bookings({ to: second.from })).toEqual([first]);
  expect(await bookings({ from: first.to, to: second.from })).toEqual([]);
  expect((await ask('listDriverBookings', { driverId, from: second.from, to: first.from })).status).toBe(400);
});

const schedule = ({ from, to }: { from: string; to: string }) => ({ scheduledStart: from, scheduledEnd: to });

test('the bookings of a vehicle are listed', async () => {
  const { ask, vehicle, book } = fleetInMemory();
  const vehicleId = await vehicle('H-WB 1');
  await book(vehicleTime, { id: vehicleId, holder: delivery, ...hours('08:00', '10:00') });

  expect((await ask('listVehicleBookings', { vehicleId })).body.items).toEqual([
    { deliveryId: delivery, routeId: null, ...hours('08:00', '10:00') },
  ]);
});

test('the overview counts each driver and vehicle once', async () => {
  const { ask, driver, vehicle, book, itIs } = fleetInMemory();
  const [ada, , carla] = [await driver('Ada'), await driver('Berta'), await driver('Carla')];
  await ask('changeDriverStanding', { driverId: carla, standing: 'Suspended' });
  const [van, lorry] = [await vehicle('V 1'), await vehicle('L 1')];
  await ask('changeVehicleStanding', { vehicleId: lorry, standing: 'OutOfService' });
  await book(driverTime, { id: ada, holder: delivery, ...hours('08:00', '10:00') });
  await book(vehicleTime, { id: van, holder: delivery, ...hours('08:00', '10:00') });
  itIs('2026-05-04T09:00:00.000Z');

  const { body } = await ask('getFleetOverview', {}, { role: 'auditor' });

  expect(body.statistics).toEqual({
    drivers: { total: 3, available: 1, assigned: 1, unavailable: 0, suspended: 1 },
    vehicles: { total: 2, available: 0, assigned: 1, maintenance: 0, outOfService: 1 },
  });
  expect(body.drivers).toMatchObject([
    { name: 'Ada', status: 'Assigned', currentDeliveryId: delivery },
    { name: 'Berta', status: 'Available', currentDeliveryId: null },
    { name: 'Carla', status: 'Suspended', currentDeliveryId: null },
  ]);
  expect(body.vehicles).toMatchObject([
    { registration: 'L 1', status: 'OutOfService' },
    { registration: 'V 1', status: 'Assigned', currentDeliveryId: delivery },
  ]);
  expect(body.asOf).toBe('2026-05-04T09:00:00.000Z');
});

test('the overview is paged, with complete counts on each page', async () => {
  const { ask, driver, vehicle, book, itIs } = fleetInMemory();
  const ids: string[] = [];
  for (const name of ['Ada', 'Berta', 'Carla', 'Dora', 'Eva']) ids.push(await driver(name));
  await vehicle('V 1');
  await vehicle('V 2');
  await book(driverTime, { id: ids[4]!, holder: delivery, ...hours('08:00', '10:00') });
  itIs('2026-05-04T09:00:00.000Z');
  const drivers = { total: 5, available: 4, assigned: 1, unavailable: 0, suspended: 0 };

  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await ask('getFleetOverview', { limit: '2', ...(cursor && { cursor }) });
    expect([status, body.complete]).toEqual([200, true]);
    expect(body.statistics).toMatchObject({ drivers, vehicles: { total: 2, available: 2 } });
    pages.push([...body.drivers, ...body.vehicles].map((it) => it.name ?? it.registration));
    cursor = body.nextCursor;
  } while (cursor);
  expect(pages).toEqual([['Ada', 'Berta', 'V 1', 'V 2'], ['Carla', 'Dora'], ['Eva']]);
});

test('the overview refuses a cursor that it did not issue', async () => {
  const { ask, driver } = fleetInMemory();
  for (const name of ['Ada', 'Berta']) await driver(name);
  const { nextCursor } = (await ask('getFleetOverview', { limit: '1' })).body;
  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const inner = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()).drivers;
  for (const cursor of [
    '',
    'x',
    text(null),
    text([]),
    text({ drivers: 1 }),
    text({ other: 'x' }),
    text({ drivers: 'x' }),
  ])
    expect(await ask('getFleetOverview', { cursor }), cursor).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
  expect((await ask('getFleetOverview', { cursor: text({ vehicles: inner }) })).status).toBe(400);
  expect((await ask('getFleetOverview', { cursor: nextCursor }, { org: 'another' })).status).toBe(400);
});

test('another organization sees no drivers or vehicles', async () => {
  const { ask, driver } = fleetInMemory();
  const driverId = await driver('Ada');
  const stranger = { org: 'another' };

  expect((await ask('getDriver', { driverId }, stranger)).status).toBe(404);
  expect((await ask('listDriverBookings', { driverId }, stranger)).status).toBe(404);
  expect((await ask('listDrivers', {}, stranger)).body.items).toEqual([]);
  expect((await ask('getFleetOverview', {}, stranger)).body.drivers).toEqual([]);
  expect((await ask('changeDriver', { driverId, name: 'Mine' }, stranger)).status).toBe(404);
});

test('an unknown id is not found, and a malformed id is refused', async () => {
  const { ask } = fleetInMemory();

  expect(await ask('getDriver', { driverId: newId() })).toMatchObject({
    status: 404,
    body: { code: 'driver-not-found' },
  });
  expect(await ask('getVehicle', { vehicleId: newId() })).toMatchObject({
    status: 404,
    body: { code: 'vehicle-not-found' },
  });
  expect((await ask('listVehicleBookings', { vehicleId: newId() })).body.code).toBe('vehicle-not-found');
  expect((await ask('getDriver', { driverId: 'seven' })).status).toBe(400);
});

test('all members can read, and changes require the role officer', async () => {
  const { ask } = fleetInMemory();
  const as = (role: 'auditor' | 'agent' | 'officer') => ({ role });

  expect((await ask('registerDriver', { name: 'Ada', licence: '1' }, as('agent'))).status).toBe(403);
  expect((await ask('registerDriver', { name: 'Ada', licence: '1' }, as('officer'))).status).toBe(201);
  expect((await ask('listDrivers', {}, as('auditor'))).status).toBe(200);
});

test('a repeated request is executed once', async () => {
  const { ask } = fleetInMemory();
  const key = { headers: { 'idempotency-key': 'once' } };

  const first = await ask('registerDriver', { name: 'Ada', licence: 'B1' }, key);
  const again = await ask('registerDriver', { name: 'Ada', licence: 'B1' }, key);

  expect(again).toMatchObject({ status: 201, body: first.body });
  expect((await ask('listDrivers')).body.items).toHaveLength(1);
});
