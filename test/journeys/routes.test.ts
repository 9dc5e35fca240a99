import { describe, expect, test } from 'vitest';
import { allPages, eventually, hours, names, refused, world } from '#test/support/http/world';

const { as, aRoute, anActiveRoute, aDelivery, aCrewedDelivery } = world();
const anHour = 3_600_000;
const hoursAfter = (time: string, count: number) => new Date(Date.parse(time) + count * anHour).toISOString();
const stop = (location: string, expectedAt: string) => ({ location, expectedAt });

describe('a route', () => {
  test('is created, and is readable at once', async () => {
    const body = {
      name: 'North loop',
      origin: 'Leeds',
      destination: 'York',
      scheduledStart: '2031-05-04T08:30:00+02:00',
      scheduledEnd: '2031-05-04T12:00:00Z',
    };
    const made = await as('dispatcher').post('/routes', body);

    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { routeId: expect.any(String), version: 1 } });
    expect((await as('auditor').get(`/routes/${made.body.routeId}`)).body).toMatchObject({
      ...body,
      scheduledStart: '2031-05-04T06:30:00.000Z',
      scheduledEnd: '2031-05-04T12:00:00.000Z',
      status: 'Planning',
      checkpoints: [],
    });
  });

  test('must end after it starts', async () => {
    const body = { origin: 'A', destination: 'B', scheduledStart: hours(2), scheduledEnd: hours(1) };
    names(await as('dispatcher').post('/routes', body), 'scheduledEnd');
    names(
      await as('dispatcher').post('/routes', { origin: ' ', destination: '', scheduledStart: hours(1) }),
      'origin',
      'destination',
    );
  });

  test('can be changed, also while it is active and unused', async () => {
    const route = await anActiveRoute({ start: 2 });
    const plan = { origin: 'Hull', destination: 'Whitby', scheduledStart: hours(3), scheduledEnd: hours(9) };

    expect((await as('dispatcher').patch(route.path, plan)).status).toBe(200);
    expect((await as('auditor').get(route.path)).body).toMatchObject({ ...plan, status: 'Active' });
  });

  test('cannot be changed while a live delivery uses it', async () => {
    const delivery = await aCrewedDelivery();
    const { path } = delivery.route;
    const reasons = { deliveries: [delivery.deliveryId] };

    refused(await as('dispatcher').patch(path, { origin: 'Elsewhere' }), 409, 'route-in-use', reasons);
    for (const status of ['Planning', 'Deactivated'])
      refused(await as('dispatcher').put(`${path}/status`, { status }), 409, 'route-in-use', reasons);
    await as('dispatcher').post(`${delivery.path}/cancellation`, { reason: 'no', requestedBy: 'Dispatcher' });
    expect((await as('dispatcher').patch(path, { origin: 'Elsewhere' })).status).toBe(200);
    expect((await as('dispatcher').put(`${path}/status`, { status: 'Planning' })).status).toBe(200);
  });

  test('must start before its first checkpoint and its end', async () => {
    const route = await aRoute({ start: 2, checkpoints: 1 });
    const late = { scheduledStart: route.checkpoints[0]!.expectedAt };
    expect((await as('dispatcher').patch(route.path, late)).status).toBe(409);
    const bare = await aRoute({ start: 2, lasts: 2 });
    expect((await as('dispatcher').patch(bare.path, { scheduledStart: bare.scheduledEnd })).status).toBe(409);
  });

  test('requires an end to become active', async () => {
    const body = { origin: 'Leeds', destination: 'York', scheduledStart: hours(1) };
    const { routeId } = (await as('dispatcher').post('/routes', body)).body;
    const activate = () => as('dispatcher').put(`/routes/${routeId}/status`, { status: 'Active' });

    refused(await activate(), 409, 'route-has-no-schedule');
    await as('dispatcher').patch(`/routes/${routeId}`, { scheduledEnd: hours(4) });
    expect((await activate()).status).toBe(200);
  });

  test('can change from any status to any other, and to the same status without an event', async () => {
    const route = await aRoute();
    const put = (status: string) => as('dispatcher').put(`${route.path}/status`, { status });
    let version = 1;
    for (const status of ['Deactivated', 'Active', 'Planning', 'Active', 'Deactivated', 'Planning'])
      expect(await put(status)).toMatchObject({ status: 200, body: { version: ++version } });

    expect((await put('Planning')).body.version).toBe(version);
    names(await put('planning'), 'status');
  });

  test('that does not exist is not found', async () => {
    const path = `/routes/${crypto.randomUUID()}`;
    refused(await as('auditor').get(path), 404, 'route-not-found');
    refused(await as('auditor').get(`${path}/deliveries`), 404, 'route-not-found');
    refused(await as('auditor').get(`${path}/performance`), 404, 'route-not-found');
    refused(await as('dispatcher').patch(path, { origin: 'A' }), 404, 'route-not-found');
    refused(await as('dispatcher').put(`${path}/status`, { status: 'Active' }), 404, 'route-not-found');
    names(await as('auditor').get('/routes/42'), 'routeId');
  });
});

describe('checkpoints', () => {
  test('are added in order, and the end of the route follows the last', async () => {
    const route = await aRoute({ start: 1, checkpoints: 2 });
    const { body } = await as('auditor').get(route.path);

    expect(body.checkpoints).toMatchObject(route.checkpoints);
    expect(body.scheduledEnd).toBe(route.checkpoints[1]!.expectedAt);
  });

  test('do not shorten a route that is planned to end later', async () => {
    const route = await aRoute({ start: 1, checkpoints: 1, lasts: 8 });
    expect((await as('auditor').get(route.path)).body.scheduledEnd).toBe(hoursAfter(route.scheduledStart, 8));
  });

  test('must come after the previous one, in sequence and in time', async () => {
    const route = await aRoute({ start: 1, checkpoints: 1 });
    const start = route.scheduledStart;
    const add = (sequence: number, expectedAt: string) =>
      as('dispatcher').post(`${route.path}/checkpoints`, { sequence, ...stop('Stop', expectedAt) });

    refused(await add(1, hoursAfter(start, 2)), 409, 'checkpoint-out-of-order');
    expect((await add(5, hoursAfter(start, 1))).status).toBe(201);
    refused(await add(4, hoursAfter(start, 2)), 409, 'checkpoint-out-of-order');
    refused(await add(6, hoursAfter(start, 1)), 409, 'checkpoint-out-of-order');
    refused(await add(6, hoursAfter(start, 0.75)), 409, 'checkpoint-out-of-order');
    names(await add(0, hoursAfter(start, 3)), 'sequence');
    names(await add(1.5, hoursAfter(start, 3)), 'sequence');
    const bare = await aRoute();
    const early = { sequence: 1, ...stop('Stop', bare.scheduledStart) };
    refused(await as('dispatcher').post(`${bare.path}/checkpoints`, early), 409, 'checkpoint-out-of-order');
  });

  test('can be moved between their neighbours', async () => {
    const route = await aRoute({ start: 1, checkpoints: 3 });
    const start = route.scheduledStart;
    const put = (sequence: number, expectedAt: string, location = 'Elsewhere') =>
      as('dispatcher').put(`${route.path}/checkpoints/${sequence}`, stop(location, expectedAt));

    expect((await put(2, hoursAfter(start, 1.25))).status).toBe(200);
    refused(await put(2, hoursAfter(start, 0.5)), 409, 'checkpoint-out-of-order');
    refused(await put(2, hoursAfter(start, 2.5)), 409, 'checkpoint-out-of-order');
    refused(await put(9, hoursAfter(start, 1)), 404, 'checkpoint-not-found');
    expect((await put(3, hoursAfter(start, 6))).status).toBe(200);
    expect((await as('auditor').get(route.path)).body).toMatchObject({
      checkpoints: [{ sequence: 1 }, { sequence: 2, location: 'Elsewhere', expectedAt: hoursAfter(start, 1.25) }, {}],
      scheduledEnd: hoursAfter(start, 6),
    });
  });

  test('can be removed, which updates the end of the route', async () => {
    const route = await aRoute({ start: 1, checkpoints: 3 });
    expect((await as('dispatcher').delete(`${route.path}/checkpoints/3`)).status).toBe(200);
    expect((await as('dispatcher').delete(`${route.path}/checkpoints/1`)).status).toBe(200);

    expect((await as('auditor').get(route.path)).body).toMatchObject({
      checkpoints: [{ sequence: 2 }],
      scheduledEnd: route.checkpoints[1]!.expectedAt,
    });
    refused(await as('dispatcher').delete(`${route.path}/checkpoints/3`), 404, 'checkpoint-not-found');
  });

  test('can be replaced as a whole, in one event', async () => {
    const route = await aRoute({ start: 1, checkpoints: 2 });
    const start = route.scheduledStart;
    const lay = (...checkpoints: object[]) => as('dispatcher').put(`${route.path}/checkpoints`, { checkpoints });
    const where = { latitude: 53.96, longitude: -1.08 };

    const laid = await lay(stop('Third', hoursAfter(start, 1)), {
      ...stop('First', hoursAfter(start, 2)),
      position: where,
    });
    expect(laid).toMatchObject({ status: 200, body: { version: 4 } });
    expect((await as('auditor').get(route.path)).body.checkpoints).toEqual([
      { sequence: 1, ...stop('Third', hoursAfter(start, 1)), position: null, locationId: null, contactId: null },
      { sequence: 2, ...stop('First', hoursAfter(start, 2)), position: where, locationId: null, contactId: null },
    ]);
    refused(
      await lay(stop('A', hoursAfter(start, 2)), stop('B', hoursAfter(start, 1))),
      409,
      'checkpoint-out-of-order',
    );
    expect((await lay()).status).toBe(200);
  });

  test('are limited to 100', async () => {
    const route = await aRoute({ start: 1, lasts: 200 });
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => stop(`Stop ${i + 1}`, hoursAfter(route.scheduledStart, i + 1)));
    const lay = (count: number) => as('dispatcher').put(`${route.path}/checkpoints`, { checkpoints: many(count) });

    names(await lay(101), 'checkpoints');
    expect((await lay(100)).status).toBe(200);
    const more = { sequence: 101, ...stop('One more', hoursAfter(route.scheduledStart, 101)) };
    expect((await as('dispatcher').post(`${route.path}/checkpoints`, more)).status).toBe(409);
  });

  test('cannot be changed once the route is active', async () => {
    const route = await anActiveRoute({ start: 1, checkpoints: 2 });
    const place = stop('Elsewhere', hoursAfter(route.scheduledStart, 2));
    const code = 'route-not-planning';

    refused(await as('dispatcher').post(`${route.path}/checkpoints`, { sequence: 3, ...place }), 409, code);
    refused(await as('dispatcher').put(`${route.path}/checkpoints/2`, place), 409, code);
    refused(await as('dispatcher').put(`${route.path}/checkpoints`, { checkpoints: [place] }), 409, code);
    refused(await as('dispatcher').delete(`${route.path}/checkpoints/2`), 409, code);
  });
});

test('routes are listed by status, by time and by text', async () => {
  const { as, ...fresh } = world();
  const early = await fresh.aRoute({ start: 1, lasts: 4, name: 'Dawn Patrol' });
  const midday = await fresh.anActiveRoute({ start: 6, lasts: 2 });
  const late = await fresh.anActiveRoute({ start: 20, lasts: 2 });
  const found = async (query: string) =>
    (await allPages(as('auditor').get, `/routes${query}`, 1)).map(({ routeId }) => routeId).toSorted();
  const ids = (...routes: { routeId: string }[]) => routes.map(({ routeId }) => routeId).toSorted();

  await eventually(async () => expect(await found('')).toEqual(ids(early, midday, late)));
  await eventually(async () => expect(await found('?status=Active')).toEqual(ids(midday, late)));
  expect(await found('?status=Planning')).toEqual(ids(early));
  expect(await found(`?from=${hours(3)}&to=${hours(10)}`)).toEqual(ids(early, midday));
  expect(await found(`?from=${hours(10)}`)).toEqual(ids(late));
  expect(await found(`?to=${hours(3)}`)).toEqual(ids(early));
  expect(await found('?q=dawn')).toEqual(ids(early));
  expect(await found(`?status=Active&from=${hours(10)}&q=${encodeURIComponent('nowhere at all')}`)).toEqual([]);
});

test('the overview counts routes and live deliveries, and has the next checkpoints', async () => {
  const { as, ...fresh } = world();
  await fresh.aRoute();
  const busy = await fresh.anActiveRoute({ start: -1, checkpoints: 3 });
  const idle = await fresh.anActiveRoute();
  await as('dispatcher').put(`${idle.path}/status`, { status: 'Deactivated' });
  await fresh.aDelivery({ route: busy });
  await fresh.aDelivery({ route: busy });
  const over = await fresh.aDelivery({ route: busy });
  await as('dispatcher').post(`${over.path}/cancellation`, { reason: 'no', requestedBy: 'Customer' });

  await eventually(async () => {
    const { body } = await as('auditor').get('/routes/overview');
    expect(body.statistics).toEqual({ planning: 1, active: 1, deactivated: 1, liveDeliveries: 2 });
    expect(body.routes).toContainEqual(
      expect.objectContaining({
        routeId: busy.routeId,
        liveDeliveries: 2,
        nextCheckpoint: expect.objectContaining({ sequence: 2 }),
      }),
    );
  });
});

test('the deliveries on a route are listed newest first, and by status', async () => {
  const route = await anActiveRoute();
  const all = [await aDelivery({ route }), await aDelivery({ route }), await aDelivery({ route })];
  await aDelivery();
  await as('dispatcher').post(`${all[1]!.path}/cancellation`, { reason: 'no', requestedBy: 'Customer' });
  const found = async (query = '') =>
    (await allPages(as('auditor').get, `${route.path}/deliveries${query}`, 2)).map((it) => it.deliveryId);

  await eventually(async () => expect(await found()).toEqual(all.map((it) => it.deliveryId).toReversed()));
  await eventually(async () => expect(await found('?status=Cancelled')).toEqual([all[1]!.deliveryId]));
});
