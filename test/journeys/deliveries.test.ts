import { describe, expect, test } from 'vitest';
import { hours, names, refused, world } from '#test/support/http/world';

const {
  as,
  users,
  aDriver,
  aVehicle,
  aRoute,
  anActiveRoute,
  aDelivery,
  aCrewedDelivery,
  aDeliveryThatIs,
  move,
  deliver,
  proof,
} = world();

const create = (body: object, headers?: Record<string, string>) => as('dispatcher').post('/deliveries', body, headers);
const status = (delivery: { path: string }, status: string, reason?: string) =>
  as('dispatcher').put(`${delivery.path}/status`, { status, ...(reason && { reason }) });

describe('a delivery is created', () => {
  test('with all input, and is readable at once', async () => {
    const [driver, vehicle, route] = await Promise.all([aDriver(), aVehicle(), anActiveRoute({ checkpoints: 2 })]);
    const body = {
      reference: 'ORDER 12',
      priority: 'Urgent',
      customerId: crypto.randomUUID(),
      promised: { from: route.scheduledStart, to: route.scheduledEnd },
      notes: 'Ring twice 🔔',
    };
    const made = await create({
      ...body,
      routeId: route.routeId,
      driverId: driver.driverId,
      vehicleId: vehicle.vehicleId,
    });

    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { version: 1 } });
    expect(made.headers.get('location')).toBe(`/v1/deliveries/${made.body.deliveryId}`);
    const seen = await as('auditor').get(`/deliveries/${made.body.deliveryId}`);
    expect(seen.etag).toMatch(/^"1-/);
    expect(seen.body).toMatchObject({
      ...body,
      status: 'PickedUp',
      attempt: 1,
      route: { routeId: route.routeId, scheduledStart: route.scheduledStart, scheduledEnd: route.scheduledEnd },
      driver: { driverId: driver.driverId, name: driver.name },
      vehicle: { vehicleId: vehicle.vehicleId, registration: vehicle.registration },
      checkpoints: route.checkpoints.map((it) => ({ ...it, reachedAt: null, state: 'Pending' })),
      incidents: [],
      proof: null,
      version: 1,
    });
  });

  test('with only a route, without driver and vehicle', async () => {
    const { path } = await aDelivery();
    expect((await as('auditor').get(path)).body).toMatchObject({
      driver: null,
      vehicle: null,
      reference: null,
      customerId: null,
      promised: null,
      notes: null,
      priority: 'Normal',
    });
  });

  test('only on an active route', async () => {
    const planned = await aRoute();
    const closed = await anActiveRoute();
    await as('dispatcher').put(`${closed.path}/status`, { status: 'Deactivated' });

    for (const { routeId } of [planned, closed]) refused(await create({ routeId }), 409, 'route-not-active');
  });

  test('only with existing route, driver and vehicle', async () => {
    const { routeId } = await anActiveRoute();
    const unknown = crypto.randomUUID();

    refused(await create({ routeId: unknown }), 404, 'route-not-found', { routeId: unknown });
    refused(await create({ routeId, driverId: unknown }), 404, 'driver-not-found', { driverId: unknown });
    refused(await create({ routeId, vehicleId: unknown }), 404, 'vehicle-not-found', { vehicleId: unknown });
    names(await create({ routeId: 'the usual one' }), 'routeId');
    names(await create({}), 'routeId');
  });

  test('only with a driver who is free, else the conflict is named', async () => {
    const held = await aCrewedDelivery({ route: { start: 2, lasts: 2 } });
    const other = await anActiveRoute({ start: 3, lasts: 2 });

    for (const kind of ['driver', 'vehicle'] as const) {
      const id = (held[kind] as any)[`${kind}Id`];
      const answer = await create({ routeId: other.routeId, [`${kind}Id`]: id });
      const window = { from: held.route.scheduledStart, to: held.route.scheduledEnd };
      refused(answer, 409, 'resource-booked', {
        conflicts: [{ resource: kind, id, holder: held.deliveryId, ...window }],
      });
    }
  });

  test('only if driver and vehicle are both free, else nothing is booked', async () => {
    const held = await aCrewedDelivery({ route: { start: 2, lasts: 2 } });
    const [driver, other] = await Promise.all([aDriver(), anActiveRoute({ start: 3 })]);

    const answer = await create({
      routeId: other.routeId,
      driverId: driver.driverId,
      vehicleId: held.vehicle.vehicleId,
      reference: 'HALF',
    });
    refused(answer, 409, 'resource-booked');
    expect((await as('auditor').get(`${driver.path}/bookings`)).body.items).toEqual([]);
    expect((await create({ routeId: other.routeId, driverId: driver.driverId, reference: 'HALF' })).status).toBe(201);
  });

  test('with a window that begins when the previous one ends', async () => {
    const first = await aCrewedDelivery({ route: { start: 2, lasts: 2 } });
    const next = await anActiveRoute({ start: first.route.scheduledEnd });
    const { driver, vehicle } = first;

    const body = { routeId: next.routeId, driverId: driver.driverId, vehicleId: vehicle.vehicleId };
    expect((await create(body)).status).toBe(201);
  });

  test('with a driver whose other delivery in that window is over', async () => {
    for (const over of ['Delivered', 'Failed', 'Cancelled']) {
      const { driver, vehicle, route } = await aDeliveryThatIs(over);
      expect(
        (await create({ routeId: route.routeId, driverId: driver.driverId, vehicleId: vehicle.vehicleId })).status,
      ).toBe(201);
    }
  });

  test('only with a unique reference', async () => {
    const { routeId } = await anActiveRoute();
    expect((await create({ routeId, reference: 'PO-1' })).status).toBe(201);
    refused(await create({ routeId, reference: ' PO-1 ' }), 409, 'reference-taken', { field: 'reference' });
  });

  test('only with a promised window that fits the route', async () => {
    const { routeId } = await anActiveRoute({ start: 2, lasts: 2 });
    const promise = (from: number, to: number) => create({ routeId, promised: { from: hours(from), to: hours(to) } });

    expect((await promise(1, 3)).status).toBe(201);
    refused(await promise(5, 6), 409, 'window-outside-route');
    names(await promise(3, 2), 'promised.to');
  });

  test('once for each idempotency key', async () => {
    const { routeId } = await anActiveRoute();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await create({ routeId, reference: 'ONCE' }, key);
    const again = await create({ routeId, reference: 'ONCE' }, key);

    expect([again.status, again.body, again.etag]).toEqual([201, first.body, first.etag]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    refused(await create({ routeId, reference: 'TWICE' }, key), 422, 'idempotency-key-reused');
  });
});

describe('the status of a delivery', () => {
  const every = ['PickedUp', 'InTransit', 'OutForDelivery', 'Delivered', 'Failed', 'Cancelled'];
  const allowed: Record<string, string[]> = {
    PickedUp: ['InTransit', 'Failed', 'Cancelled'],
    InTransit: ['OutForDelivery', 'Failed', 'Cancelled'],
    OutForDelivery: ['Delivered', 'Failed', 'Cancelled'],
    Delivered: [],
    Failed: ['PickedUp', 'Cancelled'],
    Cancelled: [],
  };
  /** Transitions that have their own endpoints. */
  const elsewhere = ['Delivered', 'Cancelled'];

  test.each(every)('changes from %s only where the transitions allow it', async (from) => {
    const delivery = await aDeliveryThatIs(from);
    const { version } = (await as('auditor').get(delivery.path)).body;
    for (const to of every.filter((it) => it !== from && it !== 'Cancelled' && !allowed[from]!.includes(it)))
      refused(await status(delivery, to, 'because'), 409, 'transition-not-allowed', {
        from,
        to,
        allowed: allowed[from],
      });
    refused(await status(delivery, 'Cancelled', 'because'), 409, 'use-cancellation');
    if (from !== 'Cancelled')
      expect(await status(delivery, from, 'because')).toMatchObject({ status: 200, body: { version } });
    expect((await as('auditor').get(delivery.path)).body.version).toBe(version);
  });

  test.each(
    every.flatMap((from) => allowed[from]!.filter((to) => !elsewhere.includes(to)).map((to) => ({ from, to }))),
  )('can change from $from to $to', async ({ from, to }) => {
    const delivery = await aDeliveryThatIs(from);
    expect((await status(delivery, to, 'because')).status).toBe(200);
    expect((await as('auditor').get(delivery.path)).body.status).toBe(to);
  });

  test('must be one of the defined values', async () => {
    const delivery = await aDelivery();
    for (const word of ['Lost', 'cancelled', 'intransit', ' InTransit', '3', ''])
      names(await status(delivery, word), 'status');
    names(await as('dispatcher').put(`${delivery.path}/status`, { status: 3 }), 'status');
  });

  test('InTransit requires a driver and a vehicle', async () => {
    const delivery = await aDelivery();
    const missing = { missing: ['driver', 'vehicle'] };
    refused(await status(delivery, 'InTransit'), 409, 'driver-and-vehicle-needed', missing);
    const { driverId } = await aDriver();
    await as('dispatcher').put(`${delivery.path}/driver`, { driverId });
    refused(await status(delivery, 'InTransit'), 409, 'driver-and-vehicle-needed', { missing: ['vehicle'] });
  });

  test('OutForDelivery requires every checkpoint', async () => {
    const delivery = await aCrewedDelivery({ route: { checkpoints: 3 } });
    await move(delivery, 'InTransit');
    await as('dispatcher').post(`${delivery.path}/checkpoints`, { sequence: 1 });
    refused(await status(delivery, 'OutForDelivery'), 409, 'checkpoints-missing', { missing: [2, 3] });
    refused(await status(delivery, 'Delivered'), 409, 'transition-not-allowed');
  });

  test('Delivered is set by the proof only', async () => {
    const delivery = await aDeliveryThatIs('OutForDelivery');
    refused(await status(delivery, 'Delivered'), 409, 'proof-needed');
  });

  test('Failed requires a reason, with or without a driver', async () => {
    const delivery = await aDelivery();
    names(await status(delivery, 'Failed'), 'reason');
    names(await status(delivery, 'Failed', ' '), 'reason');
    expect((await status(delivery, 'Failed', 'the goods are broken')).status).toBe(200);
  });

  test('keeps all bookings when a change is refused', async () => {
    const delivery = await aCrewedDelivery({ route: { start: -1 } });
    refused(await status(delivery, 'Delivered'), 409, 'transition-not-allowed');
    expect((await as('auditor').get(`${delivery.driver.path}/bookings`)).body.items).toHaveLength(1);

    const delivered = await aDeliveryThatIs('Delivered');
    const { route, driver, vehicle } = delivered;
    const next = await aDelivery({ route, driver, vehicle });
    refused(await status(delivered, 'Failed', 'late regret'), 409, 'transition-not-allowed');
    const { body } = await as('auditor').get(`${delivered.driver.path}/bookings`);
    expect(body.items).toMatchObject([{ deliveryId: next.deliveryId }]);
  });

  test('of an unknown delivery is not found', async () => {
    const nowhere = { path: `/deliveries/${crypto.randomUUID()}` };
    const code = 'delivery-not-found';
    refused(await status(nowhere, 'InTransit'), 404, code);
    for (const path of ['', '/summary', '/events'])
      refused(await as('auditor').get(`${nowhere.path}${path}`), 404, code);
    refused(await as('dispatcher').post(`${nowhere.path}/proof`, proof), 404, code);
    names(await as('auditor').get('/deliveries/17'), 'deliveryId');
  });
});

describe('a checkpoint', () => {
  const reach = (delivery: { path: string }, sequence: number, more: object = {}) =>
    as('dispatcher').post(`${delivery.path}/checkpoints`, { sequence, ...more });

  test('is reached in order, and the last one makes the delivery OutForDelivery', async () => {
    const delivery = await aCrewedDelivery({ route: { checkpoints: 3 } });
    await move(delivery, 'InTransit');

    refused(await reach(delivery, 2), 409, 'checkpoint-out-of-order', { expected: 1 });
    expect(await reach(delivery, 1)).toMatchObject({ status: 201, body: { version: 3 } });
    expect(await reach(delivery, 1)).toMatchObject({ status: 200, body: { version: 3 } });
    refused(await reach(delivery, 3), 409, 'checkpoint-out-of-order', { expected: 2 });
    expect((await reach(delivery, 2)).status).toBe(201);
    expect(await reach(delivery, 3)).toMatchObject({ status: 201, body: { version: 6 } });
    expect((await as('auditor').get(delivery.path)).body).toMatchObject({
      status: 'OutForDelivery',
      checkpoints: [{ state: 'Reached' }, { state: 'Reached' }, { state: 'Reached' }],
    });
  });

  test('must be on the route', async () => {
    const delivery = await aCrewedDelivery({ route: { checkpoints: 1 } });
    await move(delivery, 'InTransit');
    refused(await reach(delivery, 9), 404, 'checkpoint-not-found', { sequence: 9 });
    names(await reach(delivery, 0), 'sequence');
  });

  test('cannot be reached before the delivery sets out or once it is over', async () => {
    const delivery = await aCrewedDelivery({ route: { checkpoints: 1 } });
    refused(await reach(delivery, 1), 409, 'not-in-transit', { current: 'PickedUp' });
    expect((await as('auditor').get(delivery.path)).body).toMatchObject({ status: 'PickedUp', version: 1 });

    const over = await aCrewedDelivery({ route: { checkpoints: 2 } });
    await move(over, 'InTransit');
    await reach(over, 1);
    await move(over, 'Failed', { reason: 'snowed in' });
    refused(await reach(over, 2), 409, 'not-in-transit');
  });

  test('has whether it was reached in time', async () => {
    const delivery = await aCrewedDelivery({ route: { start: -1, checkpoints: 3 } });
    await move(delivery, 'InTransit');
    expect((await as('auditor').get(delivery.path)).body.checkpoints).toMatchObject([
      { state: 'Overdue' },
      { state: 'Pending' },
      { state: 'Pending' },
    ]);
    await reach(delivery, 1, { position: { latitude: 53.8, longitude: -1.55 } });
    await reach(delivery, 2);

    expect((await as('auditor').get(delivery.path)).body.checkpoints).toMatchObject([
      { state: 'ReachedLate', reachedAt: expect.any(String), reachedPosition: { latitude: 53.8, longitude: -1.55 } },
      { state: 'Reached' },
      { state: 'Pending', reachedAt: null },
    ]);
  });
});

describe('proof', () => {
  test('can be captured only while OutForDelivery', async () => {
    for (const from of ['PickedUp', 'InTransit', 'Delivered', 'Failed', 'Cancelled']) {
      const delivery = await aDeliveryThatIs(from);
      refused(await as('dispatcher').post(`${delivery.path}/proof`, proof), 409, 'not-out-for-delivery');
    }
  });

  test('requires a receiver and an https URL of a picture', async () => {
    const delivery = await aDeliveryThatIs('OutForDelivery');
    const give = (body: object) => as('dispatcher').post(`${delivery.path}/proof`, body);

    names(await give({ ...proof, receiverName: ' ' }), 'receiverName');
    names(await give({ receiverName: 'Ada' }), 'signatureUrl');
    names(await give({ receiverName: 'Ada', signatureUrl: ' ' }), 'signatureUrl');
    names(await give({ receiverName: 'Ada', photoUrl: 'http://example.com/a.png' }), 'photoUrl');
    names(await give({ receiverName: 'Ada', photoUrl: 'javascript:alert(1)' }), 'photoUrl');
    const position = { latitude: 51.5, longitude: -0.1 };
    const photo = { receiverName: 'Ada', photoUrl: 'https://example.com/door.jpg', position };
    expect((await give(photo)).status).toBe(201);
    expect((await as('auditor').get(delivery.path)).body).toMatchObject({
      status: 'Delivered',
      proof: { ...photo, signatureUrl: null },
    });
  });
});

describe('a failed delivery', () => {
  test('can be retried with its driver and vehicle, from the first checkpoint', async () => {
    const delivery = await aCrewedDelivery({ route: { checkpoints: 2 } });
    await move(delivery, 'InTransit');
    await as('dispatcher').post(`${delivery.path}/checkpoints`, { sequence: 1 });
    await move(delivery, 'Failed', { reason: 'nobody was in' });
    await move(delivery, 'PickedUp');

    expect((await as('auditor').get(delivery.path)).body).toMatchObject({
      status: 'PickedUp',
      attempt: 2,
      driver: { driverId: delivery.driver.driverId },
      checkpoints: [{ reachedAt: null }, { reachedAt: null }],
    });
    const { body } = await as('auditor').get(`${delivery.driver.path}/bookings`);
    expect(body.items).toMatchObject([{ deliveryId: delivery.deliveryId }]);
  });

  test('cannot be retried while its driver is booked', async () => {
    const delivery = await aDeliveryThatIs('Failed');
    const other = await aDelivery({ route: delivery.route, driver: delivery.driver });

    const answer = await status(delivery, 'PickedUp');
    refused(answer, 409, 'resource-booked', {
      conflicts: [expect.objectContaining({ resource: 'driver', holder: other.deliveryId })],
    });
    expect((await as('auditor').get(`${delivery.vehicle.path}/bookings`)).body.items).toEqual([]);
  });

  test('cannot be retried while its route is closed or its driver unavailable', async () => {
    const delivery = await aDeliveryThatIs('Failed');
    await as('dispatcher').put(`${delivery.driver.path}/standing`, { standing: 'Suspended' });
    refused(await status(delivery, 'PickedUp'), 409, 'driver-unavailable');
    await as('dispatcher').put(`${delivery.driver.path}/standing`, { standing: 'Available' });
    await as('dispatcher').put(`${delivery.route.path}/status`, { status: 'Deactivated' });
    refused(await status(delivery, 'PickedUp'), 409, 'route-not-active');
  });

  test('can be cancelled', async () => {
    const delivery = await aDeliveryThatIs('Failed');
    const cancellation = { reason: 'given up', requestedBy: 'Customer' };
    expect((await as('dispatcher').post(`${delivery.path}/cancellation`, cancellation)).status).toBe(200);
    refused(await status(delivery, 'PickedUp'), 409, 'transition-not-allowed');
  });
});

describe('a cancellation', () => {
  const cancel = (delivery: { path: string }, body: object = { reason: 'sold out', requestedBy: 'Dispatcher' }) =>
    as('dispatcher').post(`${delivery.path}/cancellation`, body);

  test('is possible until the delivery ends, and is final', async () => {
    for (const from of ['PickedUp', 'InTransit', 'OutForDelivery', 'Failed']) {
      const delivery = await aDeliveryThatIs(from);
      expect((await cancel(delivery)).status).toBe(200);
      expect((await cancel(delivery)).status).toBe(200);
    }
    const delivered = await aDeliveryThatIs('Delivered');
    refused(await cancel(delivered), 409, 'transition-not-allowed', { from: 'Delivered', to: 'Cancelled' });
  });

  test('records the reason and the requester', async () => {
    const delivery = await aDelivery();
    names(await cancel(delivery, {}), 'reason', 'requestedBy');
    names(await cancel(delivery, { reason: 'x'.repeat(281), requestedBy: 'Customer' }), 'reason');
    names(await cancel(delivery, { reason: 'x', requestedBy: 'Nobody' }), 'requestedBy');
  });
});

describe('incidents', () => {
  const report = (delivery: { path: string }, more: object = {}) =>
    as('dispatcher').post(`${delivery.path}/incidents`, { type: 'Delay', description: 'Roadworks', ...more });

  test('can be reported until the delivery is over', async () => {
    for (const during of ['PickedUp', 'InTransit', 'OutForDelivery', 'Failed'])
      expect((await report(await aDeliveryThatIs(during))).status).toBe(201);
    for (const over of ['Delivered', 'Cancelled'])
      refused(await report(await aDeliveryThatIs(over)), 409, 'delivery-over', { current: over });
  });

  test('have a type, a severity and a checkpoint', async () => {
    const delivery = await aCrewedDelivery({ route: { checkpoints: 1 } });
    const incident = { type: 'Breakdown', severity: 'Critical', description: 'A flat tyre 🛞', checkpoint: 1 };
    const { incidentId } = (await report(delivery, incident)).body;

    expect((await as('auditor').get(delivery.path)).body.incidents).toMatchObject([{ incidentId, ...incident }]);
    refused(await report(delivery, { checkpoint: 2 }), 404, 'checkpoint-not-found');
    names(await report(delivery, { type: ' ' }), 'type');
    names(await report(delivery, { type: 'Asteroids' }), 'type');
    names(await report(delivery, { description: '' }), 'description');
    names(await report(delivery, { severity: 'Enormous' }), 'severity');
  });

  test('can be resolved once, also after the end', async () => {
    const delivery = await aDeliveryThatIs('OutForDelivery');
    const { incidentId } = (await report(delivery)).body;
    await deliver(delivery);
    const resolve = (id: string) =>
      as('dispatcher').post(`${delivery.path}/incidents/${id}/resolution`, { note: 'all well' });

    const first = await resolve(incidentId);
    expect(first.status).toBe(200);
    expect(await resolve(incidentId)).toMatchObject({ status: 200, body: { version: first.body.version } });
    refused(await resolve(crypto.randomUUID()), 404, 'incident-not-found');
    names(await resolve('1'), 'incidentId');
  });

  test('keep their id when the request is repeated with its key', async () => {
    const delivery = await aDelivery();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const body = { type: 'Theft', description: 'Two boxes' };
    const first = await as('dispatcher').post(`${delivery.path}/incidents`, body, key);
    const again = await as('dispatcher').post(`${delivery.path}/incidents`, body, key);

    expect(again.body).toEqual(first.body);
    expect((await as('auditor').get(delivery.path)).body.incidents).toHaveLength(1);
  });
});

describe('a driver who signs in', () => {
  test('can act only on their own deliveries', async () => {
    const own = await aDriver({ userId: users.driver });
    const vehicle = await aVehicle();
    const ownDelivery = await aDelivery({ driver: own, vehicle, route: await anActiveRoute({ checkpoints: 1 }) });
    const others = await aCrewedDelivery({ route: { checkpoints: 1 } });
    const decoySignUp = await aDelivery();
    const herself = as('driver');
    const acts = (path: string) => [
      herself.put(`${path}/status`, { status: 'InTransit' }),
      herself.post(`${path}/checkpoints`, { sequence: 1 }),
      herself.post(`${path}/proof`, proof),
      herself.post(`${path}/incidents`, { type: 'Other', description: 'Mine?' }),
      herself.post(`${path}/incidents/${crypto.randomUUID()}/resolution`, {}),
    ];

    for (const { path } of [others, decoySignUp])
      for (const act of acts(path)) refused(await act, 403, 'not-your-delivery');
    expect((await herself.get(others.path)).status).toBe(200);
    expect((await herself.put(`${ownDelivery.path}/status`, { status: 'InTransit' })).status).toBe(200);
    refused(await herself.put(`${ownDelivery.path}/status`, { status: 'Cancelled' }), 409, 'use-cancellation');
    const cancellation = { reason: 'tired', requestedBy: 'Driver' };
    refused(await herself.post(`${ownDelivery.path}/cancellation`, cancellation), 403, 'role-too-low');
  });
});
