import { describe, expect, test } from 'vitest';
import { people } from '#test/support/http/people';
import { names, refused, world } from '#test/support/http/world';

const { as, aDriver, aVehicle, anActiveRoute, aDelivery, aCrewedDelivery, aDeliveryThatIs } = world();
const { aTeam } = people();

const kinds = [
  { thing: 'driver', make: aDriver, event: 'Driver' },
  { thing: 'vehicle', make: aVehicle, event: 'Vehicle' },
] as const;

describe.each(kinds)('the $thing of a delivery', ({ thing, make, event }) => {
  const idOf = (it: object): string => (it as any)[`${thing}Id`];
  const assign = (delivery: { path: string }, it: object, reason?: string) =>
    as('dispatcher').put(`${delivery.path}/${thing}`, { [`${thing}Id`]: idOf(it), ...(reason && { reason }) });
  const holders = async (it: { path: string }) =>
    (await as('auditor').get(`${it.path}/bookings`)).body.items.map((booking: any) => booking.deliveryId);

  test('can be changed before it sets out, which frees the first one', async () => {
    const delivery = await aCrewedDelivery();
    const before = delivery[thing];
    const after = await make();

    expect(await assign(delivery, after)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await holders(before)).toEqual([]);
    expect(await holders(after)).toEqual([delivery.deliveryId]);
    expect(await assign(delivery, after)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await as('auditor').get(delivery.path)).body[thing]).toMatchObject({ [`${thing}Id`]: idOf(after) });
  });

  test('is changed under way by a hand-over, with a reason', async () => {
    const delivery = await aDeliveryThatIs('InTransit');
    const before = delivery[thing];
    const after = await make();

    names(await assign(delivery, after), 'reason');
    expect((await assign(delivery, after, 'end of the shift')).status).toBe(200);
    expect([await holders(before), await holders(after)]).toEqual([[], [delivery.deliveryId]]);
    const { items } = (await as('auditor').get(`${delivery.path}/events`)).body;
    expect(items.at(-1)).toMatchObject({ type: `${event}HandedOver`, data: { reason: 'end of the shift' } });
  });

  test('is kept when the other one is booked', async () => {
    const delivery = await aCrewedDelivery();
    const busy = await aCrewedDelivery({ route: { start: 2 } });

    const answer = await assign(delivery, busy[thing]);
    refused(answer, 409, 'resource-booked', { conflicts: [expect.objectContaining({ holder: busy.deliveryId })] });
    expect(await holders(delivery[thing])).toEqual([delivery.deliveryId]);
  });

  test('cannot be changed once it is over', async () => {
    const other = await make();
    for (const over of ['Delivered', 'Failed', 'Cancelled'])
      refused(await assign(await aDeliveryThatIs(over), other, 'too late'), 409, 'delivery-over', { current: over });
  });

  test('can be unassigned only before it sets out', async () => {
    const delivery = await aCrewedDelivery();
    expect((await as('dispatcher').delete(`${delivery.path}/${thing}`)).status).toBe(200);
    expect((await as('dispatcher').delete(`${delivery.path}/${thing}`)).body.version).toBe(2);
    expect((await as('auditor').get(delivery.path)).body[thing]).toBeNull();
    expect(await holders(delivery[thing])).toEqual([]);

    const away = await aDeliveryThatIs('InTransit');
    expect((await as('dispatcher').delete(`${away.path}/${thing}`)).status).toBe(409);
    refused(await as('dispatcher').delete(`${(await aDeliveryThatIs('Failed')).path}/${thing}`), 409, 'delivery-over');
  });

  test('must exist', async () => {
    const delivery = await aDelivery();
    refused(await assign(delivery, { [`${thing}Id`]: crypto.randomUUID() }), 404, `${thing}-not-found`);
    names(await assign(delivery, { [`${thing}Id`]: 'Bob' }), `${thing}Id`);
    refused(await assign({ path: `/deliveries/${crypto.randomUUID()}` }, await make()), 404, 'delivery-not-found');
  });
});

test('an organization can set a buffer between two deliveries', async () => {
  const { as, ...fresh } = await aTeam();
  const first = await fresh.aCrewedDelivery({ route: { start: 2, lasts: 2 } });
  const { driver, vehicle } = first;
  const minutesLater = (minutes: number) =>
    new Date(Date.parse(first.route.scheduledEnd) + minutes * 60_000).toISOString();
  const create = (route: { routeId: string }) =>
    as('dispatcher').post('/deliveries', {
      routeId: route.routeId,
      driverId: driver.driverId,
      vehicleId: vehicle.vehicleId,
    });
  const [soon, later] = [
    await fresh.anActiveRoute({ start: minutesLater(29) }),
    await fresh.anActiveRoute({ start: minutesLater(30) }),
  ];

  expect((await as('auditor').get('/fleet/policy')).body).toMatchObject({ bufferMinutes: 0 });
  refused(await as('dispatcher').put('/fleet/policy', { bufferMinutes: 30 }), 403, 'role-too-low');
  expect((await as('owner').put('/fleet/policy', { bufferMinutes: 30 })).status).toBeLessThan(300);
  expect((await as('auditor').get('/fleet/policy')).body).toMatchObject({ bufferMinutes: 30 });

  refused(await create(soon), 409, 'resource-booked', {
    conflicts: [expect.objectContaining({ resource: 'driver' }), expect.objectContaining({ resource: 'vehicle' })],
  });
  expect((await create(later)).status).toBe(201);
  names(await as('owner').put('/fleet/policy', { bufferMinutes: -1 }), 'bufferMinutes');
});

test('a buffer applies before and after a delivery', async () => {
  const { as, ...fresh } = await aTeam();
  expect((await as('owner').put('/fleet/policy', { bufferMinutes: 45 })).status).toBeLessThan(300);
  const driver = await fresh.aDriver();
  const late = await fresh.anActiveRoute({ start: 10, lasts: 1 });
  await fresh.aDelivery({ route: late, driver });
  const start = new Date(Date.parse(late.scheduledStart) - 2 * 3_600_000).toISOString();
  const [close, clear] = [
    await fresh.anActiveRoute({ start, lasts: 1.5 }),
    await fresh.anActiveRoute({ start, lasts: 1.25 }),
  ];
  const create = ({ routeId }: { routeId: string }) =>
    as('dispatcher').post('/deliveries', { routeId, driverId: driver.driverId });

  refused(await create(close), 409, 'resource-booked');
  expect((await create(clear)).status).toBe(201);
});

test('one route can have many deliveries, each with its own driver', async () => {
  const route = await anActiveRoute();
  const deliveries = [];
  for (let i = 0; i < 4; i++) deliveries.push(await aDelivery({ route, driver: await aDriver() }));

  const { body } = await as('auditor').get(`${route.path}`);
  expect(body.status).toBe('Active');
  refused(await as('dispatcher').put(`${route.path}/status`, { status: 'Planning' }), 409, 'route-in-use', {
    deliveries: expect.arrayContaining(deliveries.map(({ deliveryId }) => deliveryId)),
  });
});
