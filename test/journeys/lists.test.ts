import { beforeAll, describe, expect, test } from 'vitest';
import { allPages, eventually, hours, names, refused, world } from '#test/support/http/world';

const { as, aDriver, aVehicle, anActiveRoute, aDelivery, move } = world();
const auditor = as('auditor');
const customerId = crypto.randomUUID();
const on = (days: number) => hours(days * 24, Date.UTC(2035, 0, 1, 8));

/** Eight deliveries on two routes, a day apart; every second one urgent; one under way with an open incident. */
let all: string[];
let routes: { routeId: string }[];
let driver: { driverId: string };
let vehicle: { vehicleId: string };
let began: string;

beforeAll(async () => {
  began = hours(0);
  driver = await aDriver();
  vehicle = await aVehicle();
  routes = [await anActiveRoute({ start: on(0) }), await anActiveRoute({ start: on(1) })];
  all = [];
  for (let i = 0; i < 8; i++) {
    const delivery = await aDelivery({
      route: routes[i % 2]!,
      reference: `REF-${i}`,
      priority: i % 2 ? 'Urgent' : 'Low',
      ...(i < 3 && { customerId }),
      ...(i === 4 && { driver, vehicle }),
    });
    all.push(delivery.deliveryId);
    if (i === 4) {
      await move(delivery, 'InTransit');
      await as('dispatcher').post(`${delivery.path}/incidents`, {
        type: 'Accident',
        severity: 'High',
        description: 'A scratch',
      });
    }
    if (i === 7) await move(delivery, 'Failed', { reason: 'no' });
  }
  await eventually(async () => {
    const { items } = (await auditor.get('/deliveries?hasOpenIncidents=true')).body;
    expect(items).toHaveLength(1);
    expect((await auditor.get('/deliveries?status=Failed')).body.items).toHaveLength(1);
  });
});

const at = (...indices: number[]) => indices.map((i) => all[i]!);
const found = async (query: string, limit = 3) =>
  (await allPages(auditor.get, `/deliveries${query}`, limit)).map(({ deliveryId }) => deliveryId);

describe('deliveries are listed', () => {
  test('newest first, or oldest first', async () => {
    expect(await found('')).toEqual(all.toReversed());
    expect(await found('?sort=createdAt')).toEqual(all);
    expect(await found('?sort=-createdAt')).toEqual(all.toReversed());
  });

  test.each([
    ['?status=PickedUp', [0, 1, 2, 3, 5, 6]],
    ['?status=InTransit&status=Failed', [4, 7]],
    ['?status=InTransit,Failed', [4, 7]],
    ['?status=Delivered', []],
    ['?priority=Urgent', [1, 3, 5, 7]],
    ['?reference=REF-5', [5]],
    ['?hasOpenIncidents=true', [4]],
    ['?hasOpenIncidents=false&status=InTransit', []],
    ['?priority=Urgent&status=Failed', [7]],
    [`?scheduledFrom=${on(0.9)}`, [1, 3, 5, 7]],
    [`?scheduledTo=${on(0.9)}`, [0, 2, 4, 6]],
    [`?scheduledFrom=${on(-3)}&scheduledTo=${on(-2)}`, []],
  ])('by %s', async (query, indices) => {
    expect(await found(`${query}&sort=createdAt`)).toEqual(at(...indices));
  });

  test('by route, driver, vehicle and customer, and by any of them together', async () => {
    const by = (query: string) => found(`?sort=createdAt&${query}`);
    expect(await by(`routeId=${routes[0]!.routeId}`)).toEqual(at(0, 2, 4, 6));
    expect(await by(`driverId=${driver.driverId}`)).toEqual(at(4));
    expect(await by(`vehicleId=${vehicle.vehicleId}`)).toEqual(at(4));
    expect(await by(`customerId=${customerId}`)).toEqual(at(0, 1, 2));
    expect(await by(`customerId=${customerId}&routeId=${routes[0]!.routeId}&priority=Low`)).toEqual(at(0, 2));
    expect(await by(`driverId=${crypto.randomUUID()}`)).toEqual([]);
  });

  test('by time of creation', async () => {
    const { createdAt } = (await auditor.get(`/deliveries/${all[3]}`)).body;
    expect(await found(`?sort=createdAt&createdTo=${createdAt}`)).toEqual(at(0, 1, 2));
    expect(await found(`?sort=createdAt&createdFrom=${createdAt}`)).toEqual(at(3, 4, 5, 6, 7));
    expect(await found(`?createdFrom=${began}&createdTo=${hours(1)}`)).toHaveLength(8);
    expect(await found(`?createdTo=${began}`)).toEqual([]);
  });

  test('in pages of any size, full except for the last', async () => {
    for (const limit of [1, 3, 8, 100]) expect(await found('?sort=createdAt', limit)).toEqual(all);
    const { body, headers } = await auditor.get('/deliveries');
    expect(body.items).toHaveLength(8);
    expect(body.nextCursor).toBeUndefined();
    expect(headers.get('as-of')).toBe(body.asOf);
  });

  test('from the position of a cursor, also if deliveries are added meanwhile', async () => {
    const { as, ...fresh } = world();
    const route = await fresh.anActiveRoute();
    const first = await fresh.aDelivery({ route });
    const second = await fresh.aDelivery({ route });
    const page = await eventually(async () => {
      const { body } = await as('auditor').get('/deliveries?limit=1');
      expect(body).toMatchObject({ items: [{ deliveryId: second.deliveryId }], nextCursor: expect.any(String) });
      return body;
    });
    await fresh.aDelivery({ route });
    const { body } = await as('auditor').get(`/deliveries?limit=1&cursor=${page.nextCursor}`);
    expect(body.items).toMatchObject([{ deliveryId: first.deliveryId }]);
  });

  test('only with a cursor of the same query', async () => {
    const { nextCursor } = (await auditor.get('/deliveries?limit=2&priority=Low')).body;
    names(await auditor.get(`/deliveries?limit=2&cursor=${nextCursor}`), 'cursor');
    names(await auditor.get(`/incidents?cursor=${nextCursor}`), 'cursor');
    names(await auditor.get('/deliveries?cursor=nonsense'), 'cursor');
  });

  test('only with valid filters and limits', async () => {
    names(await auditor.get('/deliveries?status=Lost'), 'status.0');
    names(await auditor.get('/deliveries?limit=0'), 'limit');
    names(await auditor.get('/deliveries?limit=101'), 'limit');
    names(await auditor.get('/deliveries?limit=ten'), 'limit');
    names(await auditor.get('/deliveries?sort=name'), 'sort');
    names(await auditor.get('/deliveries?colour=red'), 'colour');
    names(await auditor.get('/deliveries?createdFrom=yesterday'), 'createdFrom');
    names(await auditor.get('/deliveries?priority=Low&priority=High'), 'priority');
  });
});

describe('incidents are listed', () => {
  test('newest first, by state, type, severity, delivery and time', async () => {
    const { as, ...fresh } = world();
    const [one, other] = [await fresh.aCrewedDelivery(), await fresh.aDelivery()];
    const report = async ({ path }: { path: string }, type: string, severity?: string) =>
      (
        await as('dispatcher').post(`${path}/incidents`, {
          type,
          description: 'Well…',
          ...(severity && { severity }),
        })
      ).body.incidentId as string;
    const delay = await report(one, 'Delay', 'Low');
    const theft = await report(other, 'Theft', 'Critical');
    const fog = await report(one, 'Weather');
    await as('dispatcher').post(`${one.path}/incidents/${delay}/resolution`, { note: 'over' });
    const list = async (query = '') =>
      (await allPages(as('auditor').get, `/incidents${query}`, 2)).map(({ incidentId }) => incidentId);

    await eventually(async () => expect(await list()).toEqual([fog, theft, delay]));
    await eventually(async () => expect(await list('?state=Resolved')).toEqual([delay]));
    expect(await list('?state=Open')).toEqual([fog, theft]);
    expect(await list('?type=Weather')).toEqual([fog]);
    expect(await list('?severity=Critical&state=Open')).toEqual([theft]);
    expect(await list(`?deliveryId=${one.deliveryId}`)).toEqual([fog, delay]);
    expect(await list(`?from=${hours(1)}`)).toEqual([]);
    expect(await list(`?to=${hours(1)}`)).toEqual([fog, theft, delay]);
    names(await as('auditor').get('/incidents?state=Gone'), 'state');
  });
});

test('a list has no data of other organizations', async () => {
  const stranger = world().as('auditor');
  for (const path of ['/deliveries', '/drivers', '/vehicles', '/routes', '/incidents'])
    expect((await stranger.get(path)).body.items).toEqual([]);
  refused(await stranger.get(`/deliveries/${all[0]}`), 404, 'delivery-not-found');
});
