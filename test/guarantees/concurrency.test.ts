import { expect, test } from 'vitest';
import { type Answer, hours, refused, world } from '#test/support/http/world';
import { checkInvariants } from '#test/support/invariants';

const times = <T>(count: number, make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const by = (answers: readonly Answer[], status: number) => answers.filter((it) => it.status === status);

test('of a hundred concurrent bookings of a driver one succeeds, and the others name its delivery', async () => {
  const here = world();
  const { driverId } = await here.aDriver();
  const routes = await times(10, (i) => here.anActiveRoute({ start: 2 + i * 0.1, lasts: 3 }));

  const answers = await times(100, (i) =>
    here.as('dispatcher').post('/deliveries', { routeId: routes[i % 10]!.routeId, driverId }),
  );

  const [won, ...others] = by(answers, 201);
  expect(others).toEqual([]);
  const conflict = { resource: 'driver', id: driverId, holder: won!.body.deliveryId };
  const lost = by(answers, 409);
  expect(lost).toHaveLength(99);
  for (const answer of lost)
    refused(answer, 409, 'resource-booked', { conflicts: [expect.objectContaining(conflict)] });
  await checkInvariants(here);
});

test('fifty concurrent repeats of one create make one delivery and get the same response', async () => {
  const here = world();
  const route = await here.anActiveRoute();
  const [{ driverId }, { vehicleId }] = [await here.aDriver(), await here.aVehicle()];
  const body = { routeId: route.routeId, driverId, vehicleId, reference: 'FIFTY' };
  const key = { 'idempotency-key': crypto.randomUUID() };

  const answers = await times(50, () => here.as('dispatcher').post('/deliveries', body, key));

  for (const { status, body, etag } of answers)
    expect([status, body, etag]).toEqual([201, answers[0]!.body, answers[0]!.etag]);
  await checkInvariants(here);
  expect((await here.as('auditor').get('/deliveries')).body.items).toHaveLength(1);
});

test('of closing a route and beginning deliveries on it only one succeeds', async () => {
  const here = world();
  for (let round = 0; round < 5; round++) {
    const route = await here.anActiveRoute();
    const [closed, ...begun] = await Promise.all([
      here.as('dispatcher').put(`${route.path}/status`, { status: 'Deactivated' }),
      ...Array.from({ length: 5 }, () => here.as('dispatcher').post('/deliveries', { routeId: route.routeId })),
    ]);
    const { status } = (await here.as('auditor').get(route.path)).body;
    const alive = begun.filter((it) => it.status === 201).length;

    expect(status).toBe(closed.status === 200 ? 'Deactivated' : 'Active');
    if (closed.status === 200) expect(alive).toBe(0);
    else {
      expect(['route-in-use', 'busy-try-again']).toContain(closed.body.code);
      expect(alive).toBeGreaterThan(0);
    }
    for (const it of begun.filter((it) => it.status !== 201))
      expect(['route-not-active', 'busy-try-again']).toContain(it.body.code);
  }
  await checkInvariants(here);
});

test('of suspending and booking a driver only one succeeds', async () => {
  const here = world();
  const route = await here.anActiveRoute();
  for (let round = 0; round < 8; round++) {
    const driver = await here.aDriver();
    const [stood, begun] = await Promise.all([
      here.as('dispatcher').put(`${driver.path}/standing`, { standing: 'Suspended' }),
      here.as('dispatcher').post('/deliveries', { routeId: route.routeId, driverId: driver.driverId }),
    ]);
    const { standing } = (await here.as('auditor').get(driver.path)).body;

    expect([stood.status, begun.status].toSorted()).toEqual(stood.status === 200 ? [200, 409] : [201, 409]);
    expect(standing).toBe(stood.status === 200 ? 'Suspended' : 'Available');
    if (stood.status === 200) refused(begun, 409, 'driver-unavailable');
    else refused(stood, 409, 'driver-in-use', { deliveries: [begun.body.deliveryId] });
  }
  await checkInvariants(here);
});

test('a driver who is assigned to many deliveries concurrently gets one of them', async () => {
  const here = world();
  const driver = await here.aDriver();
  const route = await here.anActiveRoute();
  const deliveries = await times(10, () => here.aDelivery({ route }));

  const answers = await Promise.all(
    deliveries.map(({ path }) => here.as('dispatcher').put(`${path}/driver`, { driverId: driver.driverId })),
  );

  expect(by(answers, 200)).toHaveLength(1);
  for (const answer of by(answers, 409)) refused(answer, 409, 'resource-booked');
  expect(by(answers, 409)).toHaveLength(9);
  await checkInvariants(here);
});

test('two deliveries that swap drivers repeatedly lose no booking', async () => {
  const here = world();
  const route = await here.anActiveRoute();
  const drivers = await times(3, () => here.aDriver());
  const deliveries = await times(2, (i) => here.aDelivery({ route, driver: drivers[i]! }));

  const answers = await times(30, (i) =>
    here.as('dispatcher').put(`${deliveries[i % 2]!.path}/driver`, { driverId: drivers[i % 3]!.driverId }),
  );

  for (const { status, body } of answers) expect([200, 409], JSON.stringify(body)).toContain(status);
  await checkInvariants(here);
});

test('a checkpoint that is reported twenty times concurrently is reached once', async () => {
  const here = world();
  const delivery = await here.aCrewedDelivery({ route: { checkpoints: 2 } });
  await here.move(delivery, 'InTransit');

  for (const sequence of [1, 2]) {
    const answers = await times(20, () => here.as('dispatcher').post(`${delivery.path}/checkpoints`, { sequence }));
    expect(by(answers, 201)).toHaveLength(1);
    for (const it of answers.filter((it) => it.status !== 201))
      expect(it.status === 200 || it.body.code === 'busy-try-again', JSON.stringify(it.body)).toBe(true);
  }
  const { body } = await here.as('auditor').get(delivery.path);
  expect(body).toMatchObject({ status: 'OutForDelivery', version: 5 });
  await checkInvariants(here);
});

test('of concurrent proof, failure and cancellation one ends the delivery', async () => {
  const here = world();
  for (let round = 0; round < 4; round++) {
    const delivery = await here.aDeliveryThatIs('OutForDelivery');
    const { as, proof } = here;
    const answers = await Promise.all([
      as('dispatcher').post(`${delivery.path}/proof`, proof),
      as('dispatcher').put(`${delivery.path}/status`, { status: 'Failed', reason: 'nobody in' }),
      as('dispatcher').post(`${delivery.path}/cancellation`, { reason: 'sold out', requestedBy: 'Customer' }),
    ]);
    // A failed delivery can still be cancelled: that is two ends, one after the other.
    const ends = answers.filter((it) => it.status < 300).length;
    const { status } = (await as('auditor').get(delivery.path)).body;
    expect(ends).toBe(status === 'Cancelled' && answers[1].status === 200 ? 2 : 1);
  }
  await checkInvariants(here);
});

test('of twenty drivers with one licence one is registered', async () => {
  const here = world();
  const licence = 'ONE-OF-A-KIND';
  const answers = await times(20, (i) => here.as('dispatcher').post('/drivers', { name: `Driver ${i}`, licence }));
  expect(by(answers, 201)).toHaveLength(1);
  for (const it of answers.filter((it) => it.status !== 201))
    expect(['licence-taken', 'busy-try-again']).toContain(it.body.code);
});

test('forty concurrent deliveries on one route do not conflict', async () => {
  const here = world();
  const route = await here.anActiveRoute({ start: -1 });
  const crews = await times(20, async () => ({ driver: await here.aDriver(), vehicle: await here.aVehicle() }));

  await times(20, async (i) => {
    const delivery = await here.aDelivery({ route, ...crews[i]! });
    await here.move(delivery, 'InTransit');
    if (i % 3 === 0) await here.move(delivery, 'Failed', { reason: 'rain' });
    if (i % 3 === 1) {
      await here.move(delivery, 'OutForDelivery');
      await here.deliver(delivery);
    }
  });

  await checkInvariants(here);
  const { body } = await here.as('auditor').get(`/deliveries/statistics?from=${hours(-1)}`);
  expect(body.byStatus).toMatchObject({ InTransit: 6, Failed: 7, Delivered: 7 });
});
