import { newId } from '@waybill/kernel';
import { itsId, now, rowAfter } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  CheckpointAdded,
  CheckpointChanged,
  CheckpointRemoved,
  CheckpointsPlanned,
  RouteCreated,
  RouteRedirected,
  RouteRenamed,
  RouteRescheduled,
  RouteStatusChanged,
  routeUse,
} from '#events/routes';
import * as routes from '#functions/routes/manifest';
import { routeRow } from '#functions/routes/projections/route-row';
import { inMemory } from '../support/in-memory.ts';

const at = (time: string) => `2026-05-04T${time}:00.000Z`;
const delivery = newId('a delivery');

const created = RouteCreated({ origin: 'Hamburg', destination: 'Göttingen', scheduledStart: at('08:00') });
const hanover = { sequence: 1, location: 'Hanover', expectedAt: at('09:30') };
const hildesheim = { sequence: 2, location: 'Hildesheim', expectedAt: at('10:30') };
const nothingMore = { position: null, locationId: null, contactId: null };

describe('the row of a route', () => {
  test('begins with the input', () =>
    expect(rowAfter(routeRow, created)).toEqual({
      routeId: itsId,
      name: null,
      origin: 'Hamburg',
      destination: 'Göttingen',
      status: 'Planning',
      scheduledStart: at('08:00'),
      plannedEnd: null,
      scheduledEnd: null,
      checkpoints: [],
      createdAt: now,
      updatedAt: now,
    }));

  test('follows every change', () =>
    expect(
      rowAfter(
        routeRow,
        created,
        RouteRenamed({ name: 'Morning round' }),
        RouteRedirected({ origin: 'Bremen', destination: 'Kassel' }),
        RouteRescheduled({ scheduledStart: at('08:30') }),
        CheckpointAdded({ checkpoint: hanover }),
        CheckpointAdded({ checkpoint: hildesheim }),
        CheckpointChanged({ checkpoint: { ...hanover, location: 'Celle' } }),
        RouteStatusChanged({ from: 'Planning', to: 'Active' }),
      ),
    ).toMatchObject({
      name: 'Morning round',
      origin: 'Bremen',
      destination: 'Kassel',
      status: 'Active',
      scheduledStart: at('08:30'),
      scheduledEnd: at('10:30'),
      checkpoints: [
        { ...hanover, location: 'Celle', position: null },
        { ...hildesheim, position: null },
      ],
    }));

  test('ends at the last checkpoint unless the planned end is later', () => {
    const end = (...facts: Parameters<typeof rowAfter>[1][]) => rowAfter(routeRow, created, ...facts)?.scheduledEnd;
    const [one, two] = [CheckpointAdded({ checkpoint: hanover }), CheckpointAdded({ checkpoint: hildesheim })];
    const until = (time: string) => RouteRescheduled({ scheduledStart: at('08:00'), scheduledEnd: at(time) });

    expect(end(one)).toBe(at('09:30'));
    expect(end(one, two)).toBe(at('10:30'));
    expect(end(one, two, CheckpointRemoved({ sequence: 2 }))).toBe(at('09:30'));
    expect(end(one, CheckpointRemoved({ sequence: 1 }))).toBe(null);
    expect(end(one, two, until('12:00'))).toBe(at('12:00'));
    expect(end(until('10:00'), one, two)).toBe(at('10:30'));
    expect(end(until('10:00'), one, two, CheckpointsPlanned({ checkpoints: [] }))).toBe(at('10:00'));
    expect(end(one, CheckpointChanged({ checkpoint: { ...hanover, expectedAt: at('11:00') } }))).toBe(at('11:00'));
  });
});

const routesInMemory = () => {
  const { ask, ...rest } = inMemory(routes, { at: at('07:00') });
  const plan = async (name: string, scheduledStart: string, more: object = {}) => {
    const { body } = await ask('createRoute', {
      name,
      origin: 'Hamburg',
      destination: 'Göttingen',
      scheduledStart,
      ...more,
    });
    return body.routeId as string;
  };
  const names = async (given = {}) =>
    (await ask('listRoutes', given)).body.items.map(({ name }: { name: string }) => name);
  return { ask, plan, names, ...rest };
};

test('a route is found right after its creation', async () => {
  const { ask } = routesInMemory();

  const { status, headers, body } = await ask('createRoute', {
    name: 'Morning round',
    origin: 'Hamburg',
    destination: 'Göttingen',
    scheduledStart: '2026-05-04T10:00:00+02:00',
  });
  expect(status).toBe(201);
  expect(headers.location).toBe(`/v1/routes/${body.routeId}`);

  const { routeId } = body;
  const added = await ask('addCheckpoint', { routeId, ...hanover, position: { latitude: 52, longitude: 9 } });
  expect(added).toMatchObject({ status: 201, body: { routeId, version: 2, sequence: 1 } });

  expect((await ask('getRoute', { routeId }, { role: 'auditor' })).body).toEqual({
    routeId,
    name: 'Morning round',
    origin: 'Hamburg',
    destination: 'Göttingen',
    status: 'Planning',
    scheduledStart: at('08:00'),
    scheduledEnd: at('09:30'),
    checkpoints: [{ ...hanover, ...nothingMore, position: { latitude: 52, longitude: 9 } }],
    version: 2,
    createdAt: at('07:00'),
    updatedAt: at('07:00'),
  });
});

test('checkpoints are changed, removed and replaced', async () => {
  const { ask, plan } = routesInMemory();
  const routeId = await plan('Round', at('08:00'));
  await ask('addCheckpoint', { routeId, ...hanover });
  await ask('addCheckpoint', { routeId, ...hildesheim });

  const { sequence, ...place } = hildesheim;
  const moved = await ask('changeCheckpoint', { routeId, sequence: '2', ...place, location: 'Alfeld' });
  expect(moved).toMatchObject({ status: 200, body: { routeId, version: 4, sequence: 2 } });
  expect((await ask('addCheckpoint', { routeId, ...hildesheim })).body.code).toBe('checkpoint-out-of-order');
  expect((await ask('removeCheckpoint', { routeId, sequence: '1' })).status).toBe(200);
  expect((await ask('removeCheckpoint', { routeId, sequence: '1' })).status).toBe(404);
  expect((await ask('getRoute', { routeId })).body.checkpoints).toMatchObject([{ sequence: 2, location: 'Alfeld' }]);
  expect((await ask('planCheckpoints', { routeId, checkpoints: [place] })).status).toBe(200);
  expect((await ask('getRoute', { routeId })).body.checkpoints).toMatchObject([
    { sequence: 1, location: 'Hildesheim' },
  ]);
});

test('an active route cannot change while it is in use', async () => {
  const { ask, plan, book, free } = routesInMemory();
  const routeId = await plan('Round', at('08:00'), { scheduledEnd: at('12:00') });
  await ask('changeRouteStatus', { routeId, status: 'Active' });
  const use = { id: routeId, holder: delivery, from: at('08:00'), to: at('12:00') };
  await book(routeUse, use);

  const inUse = { status: 409, body: { code: 'route-in-use', deliveries: [delivery] } };
  expect(await ask('changeRoute', { routeId, origin: 'Bremen' })).toMatchObject(inUse);
  expect(await ask('changeRouteStatus', { routeId, status: 'Deactivated' })).toMatchObject(inUse);

  await free(routeUse, use);
  expect((await ask('changeRoute', { routeId, origin: 'Bremen' })).status).toBe(200);
  expect((await ask('changeRouteStatus', { routeId, status: 'Deactivated' })).status).toBe(200);
});

test('routes are sorted by start', async () => {
  const { plan, names } = routesInMemory();
  await plan('Late', at('18:00'));
  await plan('Early', at('06:00'));
  await plan('Noon', at('12:00'));

  expect(await names()).toEqual(['Early', 'Noon', 'Late']);
});

test('routes are found by the time they are under way', async () => {
  const { plan, names } = routesInMemory();
  await plan('Morning', at('08:00'), { scheduledEnd: at('12:00') });
  await plan('Moment', at('12:00'));
  await plan('Evening', at('18:00'), { scheduledEnd: at('20:00') });

  expect(await names({ from: at('12:00') })).toEqual(['Moment', 'Evening']);
  expect(await names({ from: at('11:59') })).toEqual(['Morning', 'Moment', 'Evening']);
  expect(await names({ to: at('12:00') })).toEqual(['Morning']);
  expect(await names({ from: at('09:00'), to: at('18:00') })).toEqual(['Morning', 'Moment']);
  expect(await names({ from: at('12:01'), to: at('18:00') })).toEqual([]);
  expect(await names({ from: at('19:00'), to: at('19:01') })).toEqual(['Evening']);
});

test('routes are found by status and by text', async () => {
  const { ask, plan, names } = routesInMemory();
  const active = await plan('Active round', at('08:00'), { scheduledEnd: at('12:00') });
  const old = await plan('Old round', at('09:00'), { destination: 'Zürich' });
  await plan('New round', at('10:00'));
  await ask('changeRouteStatus', { routeId: active, status: 'Active' });
  await ask('changeRouteStatus', { routeId: old, status: 'Deactivated' });

  expect(await names({ status: 'Active' })).toEqual(['Active round']);
  expect(await names({ status: ['Planning', 'Active'] })).toEqual(['Active round', 'New round']);
  expect(await names({ status: 'Planning,Deactivated' })).toEqual(['Old round', 'New round']);
  expect(await names({ q: 'ZÜR' })).toEqual(['Old round']);
  expect(await names({ q: 'round', status: 'Planning', to: at('23:00') })).toEqual(['New round']);
  expect(await names({ q: 'nowhere' })).toEqual([]);
  expect((await ask('listRoutes', { status: 'active' })).status).toBe(400);
  expect((await ask('listRoutes', { from: at('12:00'), to: at('12:00') })).status).toBe(400);
});

test('a cursor continues the list for the same query only', async () => {
  const { ask, plan } = routesInMemory();
  for (const hour of ['08', '09', '10']) await plan(`Round ${hour}`, at(`${hour}:00`));

  const { body } = await ask('listRoutes', { limit: '2' });
  expect(body.items).toHaveLength(2);
  for (const absent of ['checkpoints', 'plannedEnd']) expect(body.items[0]).not.toHaveProperty(absent);
  const rest = await ask('listRoutes', { limit: '2', cursor: body.nextCursor });
  expect(rest.body.items).toMatchObject([{ name: 'Round 10' }]);
  expect(rest.body).not.toHaveProperty('nextCursor');
  expect((await ask('listRoutes', { q: 'round', cursor: body.nextCursor })).status).toBe(400);
  expect((await ask('listRoutes', { cursor: body.nextCursor }, { org: 'another' })).status).toBe(400);
});

test('the overview shows live deliveries and the next checkpoint', async () => {
  const { ask, plan, book, itIs } = routesInMemory();
  const old = await plan('Old', at('05:00'));
  await ask('changeRouteStatus', { routeId: old, status: 'Deactivated' });
  await plan('New', at('10:00'));
  const routeId = await plan('Active', at('08:00'));
  await ask('addCheckpoint', { routeId, ...hanover });
  await ask('addCheckpoint', { routeId, ...hildesheim });
  await ask('changeRouteStatus', { routeId, status: 'Active' });
  for (const n of [1, 2])
    await book(routeUse, { id: routeId, holder: newId(`delivery ${n}`), from: at('08:00'), to: at('10:30') });
  const overview = async () => (await ask('getRouteOverview', {}, { role: 'auditor' })).body;

  const { statistics, routes } = await overview();
  expect(statistics).toEqual({ planning: 1, active: 1, deactivated: 1, liveDeliveries: 2 });
  expect(routes).toMatchObject([
    { name: 'Active', liveDeliveries: 2, scheduledEnd: at('10:30'), nextCheckpoint: { ...hanover, ...nothingMore } },
    { name: 'New', liveDeliveries: 0, nextCheckpoint: null },
    { name: 'Old', liveDeliveries: 0, nextCheckpoint: null },
  ]);

  itIs(at('09:30'));
  expect((await overview()).routes[0].nextCheckpoint).toEqual({ ...hildesheim, ...nothingMore });
  itIs(at('11:00'));
  expect((await overview()).routes[0].nextCheckpoint).toBe(null);
});

test('the overview is paged: active routes, then planned, then deactivated', async () => {
  const { ask, plan, book } = routesInMemory();
  const make = async (name: string, hour: string, status?: string) => {
    const routeId = await plan(name, at(hour), { scheduledEnd: at('23:00') });
    if (status) await ask('changeRouteStatus', { routeId, status });
    return routeId;
  };
  const late = await make('Late', '10:00', 'Active');
  await make('Early', '09:00', 'Active');
  await make('Planned', '08:00');
  await make('Old', '06:00', 'Deactivated');
  await make('Older', '05:00', 'Deactivated');
  await book(routeUse, { id: late, holder: delivery, from: at('10:00'), to: at('23:00') });

  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await ask('getRouteOverview', { limit: '2', ...(cursor && { cursor }) });
    expect([status, body.complete]).toEqual([200, true]);
    expect(body.statistics).toEqual({ planning: 1, active: 2, deactivated: 2, liveDeliveries: 1 });
    pages.push(body.routes.map(({ name }: { name: string }) => name));
    cursor = body.nextCursor;
  } while (cursor);
  expect(pages).toEqual([['Early', 'Late'], ['Planned', 'Old'], ['Older']]);
  expect((await ask('getRouteOverview', { cursor: 'x' })).status).toBe(400);
});

test('an organization without routes has an empty overview', async () => {
  const { ask } = routesInMemory();

  expect((await ask('getRouteOverview')).body).toMatchObject({
    statistics: { planning: 0, active: 0, deactivated: 0, liveDeliveries: 0 },
    routes: [],
  });
});

test('another organization sees no routes', async () => {
  const { ask, plan } = routesInMemory();
  const routeId = await plan('Round', at('08:00'));
  const stranger = { org: 'another' };

  expect(await ask('getRoute', { routeId }, stranger)).toMatchObject({
    status: 404,
    body: { code: 'route-not-found' },
  });
  expect((await ask('listRoutes', {}, stranger)).body.items).toEqual([]);
  expect((await ask('changeRoute', { routeId, origin: 'Mine' }, stranger)).status).toBe(404);
});

test('all members can read, and changes require the role officer', async () => {
  const { ask } = routesInMemory();
  const route = { origin: 'A', destination: 'B', scheduledStart: at('08:00') };

  expect((await ask('createRoute', route, { role: 'agent' })).status).toBe(403);
  expect((await ask('createRoute', route, { role: 'officer' })).status).toBe(201);
  expect((await ask('listRoutes', {}, { role: 'auditor' })).status).toBe(200);
});
