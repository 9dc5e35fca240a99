import { developmentKeys } from '@waybill/kernel/local';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { aScene, endpoints, everythingOf, requestFor, type Scene, samples } from '#test/support/requests';
import { eventually, names, personOf, refused, world } from '#test/support/world';

const ours = world();
const theirs = world();
let scene: Scene;
let other: Scene;
let before: Awaited<ReturnType<typeof everythingOf>>;

beforeAll(async () => {
  [scene, other] = [await aScene(ours), await aScene(theirs)];
  before = await settled();
});

/** What we see of ourselves once the read models have caught up. */
const settled = async () => {
  let last = JSON.stringify(await everythingOf(ours, scene));
  return eventually(async () => {
    const now = await everythingOf(ours, scene);
    const same = JSON.stringify(now) === last;
    last = JSON.stringify(now);
    expect(same).toBe(true);
    return now;
  });
};

const roles = ['auditor', 'agent', 'officer', 'owner'] as const;
const guarded = endpoints.filter(({ role }) => role !== 'anyone');
const ask = (who: ReturnType<typeof ours.as>, { method, path, body }: ReturnType<typeof requestFor>) =>
  who.raw({
    method,
    path,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

test('every route has an expectation, and every expectation a route', () => {
  expect(Object.keys(samples).toSorted()).toEqual(endpoints.map(({ route }) => route).toSorted());
});

describe('without a token', () => {
  test.each(guarded)('$route asks who is there', async ({ route }) => {
    const answer = await ask(ours.as('nobody'), requestFor(route, scene));
    refused(answer, 401, 'not-signed-in');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('or with one that is not ours, or not any more, nobody is anybody', async () => {
    const { org } = ours;
    const stranger = await developmentKeys();
    const claims = { orgId: org, orgType: 'Customer', role: 'owner' };
    const unsigned = `${btoa(JSON.stringify({ alg: 'none' }))}.${btoa(JSON.stringify({ ...claims, sub: 'me' }))}.x`;
    const byPassword = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('me')
      .setIssuer('waybill')
      .setAudience('waybill-api')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(new TextEncoder().encode(JSON.parse(stranger.jwks).keys[0].n));
    const wrong = [
      `Bearer ${await stranger.mint({ role: 'owner', org })}`,
      `Bearer ${unsigned}`,
      `Bearer ${byPassword}`,
      `Basic ${btoa('owner:owner')}`,
      'Bearer',
      'Bearer a.b.c',
      `Bearer ${'x'.repeat(9000)}`,
    ];
    for (const authorization of wrong)
      refused(await ours.as('nobody').get('/deliveries', { authorization }), 401, 'not-signed-in');
  });
});

describe('with too low a role', () => {
  const tooLow = guarded.flatMap(({ route, role }) =>
    roles.slice(0, roles.indexOf(role as 'owner')).map((lower) => ({ route, role, lower })),
  );
  test.each(tooLow)('$route is not for $lower', async ({ route, role, lower }) => {
    const answer = await ask(ours.as(personOf(lower)), requestFor(route, scene));
    refused(answer, 403, 'role-too-low', { role: lower, least: role });
  });
});

describe('for another organisation', () => {
  test.each(guarded)('$route tells nothing of ours and changes nothing of ours', async ({ route }) => {
    const outsider = world();
    const request = requestFor(route, scene);
    const answer = await ask(outsider.as('owner'), request);
    const text = JSON.stringify(answer.body);

    if (request.outsider === 'their own') expect(answer.status).toBeLessThan(300);
    else if (request.outsider === 'nothing') {
      expect(answer.status).toBe(200);
      for (const id of Object.values(scene)) expect(text).not.toContain(id);
      expect(numbersIn(answer.body).filter((count) => count !== 0)).toEqual([]);
    } else if (Array.isArray((request.body as any)?.items)) {
      expect(answer.body.results).toMatchObject([{ outcome: 'refused', problem: { code: request.outsider } }]);
    } else refused(answer, 404, request.outsider);
  });

  test('our drivers, vehicles and routes are not to be had for their deliveries', async () => {
    const dispatcher = theirs.as('dispatcher');
    const { routeId } = await theirs.anActiveRoute();
    const own = await theirs.aDelivery({ route: { routeId } });
    const { driverId, vehicleId } = { driverId: scene.spareDriverId, vehicleId: scene.spareVehicleId };

    refused(await dispatcher.post('/deliveries', { routeId: scene.routeId }), 404, 'route-not-found');
    refused(await dispatcher.post('/deliveries', { routeId, driverId }), 404, 'driver-not-found');
    refused(await dispatcher.post('/deliveries', { routeId, vehicleId }), 404, 'vehicle-not-found');
    refused(await dispatcher.put(`${own.path}/driver`, { driverId }), 404, 'driver-not-found');
    refused(await dispatcher.put(`${own.path}/vehicle`, { vehicleId }), 404, 'vehicle-not-found');
    const resolution = `${own.path}/incidents/${scene.incidentId}/resolution`;
    refused(await dispatcher.post(resolution, {}), 404, 'incident-not-found');
  });

  test('a licence, a registration or a reference of ours is still theirs to use', async () => {
    const [driver, vehicle] = await Promise.all(
      [`/drivers/${scene.driverId}`, `/vehicles/${scene.vehicleId}`].map(
        async (path) => (await ours.as('auditor').get(path)).body,
      ),
    );
    const outsider = world();
    await outsider.aDriver({ licence: driver.licence });
    await outsider.aVehicle({ registration: vehicle.registration });
    await outsider.aDelivery({ reference: 'SCENE' });
  });

  const paged = guarded.filter(({ input }) => 'cursor' in input.shape);
  test.each(paged)('a cursor of ours does not open $route', async ({ route }) => {
    const get = (who: typeof ours, of: Scene, query: string) =>
      who.as('owner').get(`${requestFor(route, of).path}?limit=1${query}`);
    const cursor = await eventually(async () => {
      const { nextCursor } = (await get(ours, scene, '')).body;
      expect(nextCursor).toBeTypeOf('string');
      return nextCursor as string;
    });
    names(await get(theirs, other, `&cursor=${cursor}`), 'cursor');
    expect((await get(ours, scene, `&cursor=${cursor}`)).status).toBe(200);
  });

  test('the same key is another key', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const user = crypto.randomUUID();
    const body = { origin: 'A', destination: 'B', scheduledStart: '2030-01-01T00:00:00Z' };
    const mine = await world().as('dispatcher', { user }).post('/routes', body, key);
    const yours = await theirs.as('dispatcher', { user }).post('/routes', body, key);
    expect(yours.body.routeId).not.toBe(mine.body.routeId);
    refused(await theirs.as('owner').get(`/routes/${mine.body.routeId}`), 404, 'route-not-found');
  });
});

test('after all this nothing of ours has changed', async () => {
  expect(await settled()).toEqual(before);
});

/** Every number in an answer, however deep. */
const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};
