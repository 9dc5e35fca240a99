import { expect, test } from 'vitest';
import { eventually, hours, world } from '#test/support/http/world';

const { as, users, aDriver, aVehicle, aRoute, anActiveRoute, aDelivery, aCrewedDelivery, move, proof } = world();

test('one working day, from registration to proof of delivery', async () => {
  const dispatcher = as('dispatcher');
  const driverHerself = as('driver');
  const vehicle = await aVehicle();
  const driver = await aDriver({ userId: users.driver });
  const route = await aRoute({ start: -1, checkpoints: 2 });
  expect((await dispatcher.put(`${route.path}/status`, { status: 'Active' })).status).toBe(200);
  const delivery = await aDelivery({ route, driver, vehicle, reference: 'ORDER 4711', priority: 'High' });

  const again = await dispatcher.put(`${route.path}/status`, { status: 'Active' });
  expect(again).toMatchObject({ status: 200, body: { version: 4 } });
  expect((await driverHerself.put(`${delivery.path}/status`, { status: 'PickedUp' })).body.version).toBe(1);
  expect((await driverHerself.put(`${delivery.path}/status`, { status: 'InTransit' })).status).toBe(200);
  expect((await as('auditor').get(driver.path)).body).toMatchObject({
    standing: 'Available',
    status: 'Assigned',
    currentDeliveryId: delivery.deliveryId,
  });

  expect((await driverHerself.post(`${delivery.path}/checkpoints`, { sequence: 1 })).status).toBe(201);
  await eventually(async () => {
    const { body } = await as('auditor').get('/deliveries/live');
    expect(body.items).toMatchObject([
      {
        deliveryId: delivery.deliveryId,
        driver: { name: driver.name },
        vehicle: { registration: vehicle.registration },
        lastCheckpoint: { sequence: 1 },
        nextCheckpoint: { sequence: 2, expectedAt: route.checkpoints[1]!.expectedAt },
      },
    ]);
  });
  expect((await driverHerself.post(`${delivery.path}/checkpoints`, { sequence: 2 })).status).toBe(201);
  expect((await as('auditor').get(delivery.path)).body.status).toBe('OutForDelivery');

  const incident = await driverHerself.post(`${delivery.path}/incidents`, {
    type: 'Address',
    severity: 'Low',
    description: 'The bell has no name on it',
  });
  expect(incident).toMatchObject({ status: 201, body: { incidentId: expect.any(String) } });
  const before = (await driverHerself.put(`${delivery.path}/status`, { status: 'OutForDelivery' })).body.version;
  expect((await driverHerself.post(`${delivery.path}/proof`, proof)).status).toBe(201);
  const delivered = await driverHerself.put(`${delivery.path}/status`, { status: 'Delivered' });
  expect(delivered).toMatchObject({ status: 200, body: { version: before + 2 } });

  expect((await dispatcher.put(`${route.path}/status`, { status: 'Deactivated' })).status).toBe(200);
  expect((await as('auditor').get(`${delivery.path}/summary`)).body).toMatchObject({
    outcome: 'Delivered',
    attempts: 1,
    reference: 'ORDER 4711',
    proof: { receiverName: 'Ada Byron' },
    incidents: [{ type: 'Address', resolvedAt: null }],
  });
  for (const { path } of [vehicle, driver])
    expect((await as('auditor').get(path)).body).toMatchObject({ status: 'Available', currentDeliveryId: null });
});

test('a delivery can get its driver and vehicle after its creation and set out with them', async () => {
  const route = await anActiveRoute();
  const delivery = await aDelivery({ route });
  const [driver, vehicle] = await Promise.all([aDriver(), aVehicle()]);

  expect((await as('dispatcher').put(`${delivery.path}/driver`, { driverId: driver.driverId })).status).toBe(200);
  expect((await as('dispatcher').put(`${delivery.path}/vehicle`, { vehicleId: vehicle.vehicleId })).status).toBe(200);

  expect((await as('auditor').get(delivery.path)).body).toMatchObject({
    driver: { driverId: driver.driverId, name: driver.name },
    vehicle: { vehicleId: vehicle.vehicleId, registration: vehicle.registration },
  });
  expect((await as('dispatcher').put(`${delivery.path}/status`, { status: 'InTransit' })).status).toBe(200);
});

test('incidents are reported, found, resolved and included in the summary', async () => {
  const delivery = await aCrewedDelivery();
  await move(delivery, 'InTransit');
  const report = (type: string) =>
    as('dispatcher').post(`${delivery.path}/incidents`, { type, description: `${type} on the M62` });

  const { incidentId } = (await report('Delay')).body;
  await report('Weather');
  expect((await as('auditor').get(delivery.path)).body.incidents).toMatchObject([
    { incidentId, type: 'Delay', resolvedAt: null },
    { type: 'Weather', resolvedAt: null },
  ]);
  const resolved = await as('dispatcher').post(`${delivery.path}/incidents/${incidentId}/resolution`, {
    note: 'moving again',
  });
  expect(resolved.status).toBe(200);
  await move(delivery, 'OutForDelivery');
  expect((await as('dispatcher').post(`${delivery.path}/proof`, proof)).status).toBe(201);

  const { body } = await as('auditor').get(`${delivery.path}/summary`);
  expect(body.incidents).toMatchObject([
    { incidentId, note: 'moving again', durationMinutes: expect.any(Number) },
    { type: 'Weather', durationMinutes: null },
  ]);
});

test('a failed delivery frees its driver, vehicle and route at once', async () => {
  const delivery = await aCrewedDelivery({ route: { start: -1 } });
  await move(delivery, 'InTransit');
  await move(delivery, 'Failed', { reason: 'the lift is broken' });

  for (const { path } of [delivery.vehicle, delivery.driver]) {
    expect((await as('auditor').get(path)).body).toMatchObject({ status: 'Available', currentDeliveryId: null });
    expect((await as('auditor').get(`${path}/bookings`)).body.items).toEqual([]);
  }
  expect((await as('dispatcher').put(`${delivery.route.path}/status`, { status: 'Planning' })).status).toBe(200);
});

test('a cancelled delivery frees its driver, vehicle and route at once', async () => {
  const delivery = await aCrewedDelivery({ route: { start: -1 } });
  const cancelled = await as('dispatcher').post(`${delivery.path}/cancellation`, {
    reason: 'ordered twice',
    requestedBy: 'Customer',
  });

  expect(cancelled.status).toBe(200);
  expect((await as('auditor').get(delivery.path)).body.status).toBe('Cancelled');
  for (const { path } of [delivery.vehicle, delivery.driver]) {
    expect((await as('auditor').get(path)).body.status).toBe('Available');
    expect((await as('auditor').get(`${path}/bookings`)).body.items).toEqual([]);
  }
  expect((await as('dispatcher').put(`${delivery.route.path}/status`, { status: 'Deactivated' })).status).toBe(200);
});

test('a driver whose first delivery is over stays booked for the second', async () => {
  const driver = await aDriver();
  const [early, late] = await Promise.all([anActiveRoute({ start: 1 }), anActiveRoute({ start: 26 })]);
  const vehicle = await aVehicle();
  const first = await aDelivery({ route: early, driver, vehicle });
  const second = await aDelivery({ route: late, driver, vehicle });
  await move(first, 'InTransit');
  await move(first, 'OutForDelivery');
  await as('dispatcher').post(`${first.path}/proof`, proof);

  const { body } = await as('auditor').get(`${driver.path}/bookings`);

  expect(body.items).toEqual([
    { deliveryId: second.deliveryId, routeId: late.routeId, from: late.scheduledStart, to: late.scheduledEnd },
  ]);
  expect((await as('auditor').get(`${driver.path}/bookings?from=${hours(48)}`)).body.items).toEqual([]);
});
