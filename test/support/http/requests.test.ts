import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { endpoints, exceptions, requestFor, type Scene } from './requests.ts';
import { hours } from './world.ts';

const parameters = endpoints.flatMap(({ route }) => [...route.matchAll(/{(\w+)}/g)].map(([, name]) => name!));
const idOf = (name: string) => [name, randomUUID()] as const;
const scene = {
  ...Object.fromEntries(
    [
      ...parameters.filter((name) => name !== 'sequence'),
      'waitingId',
      'busyDriverId',
      'busyVehicleId',
      'spareContactId',
      'plannedRouteId',
      'toOrgId',
    ].map(idOf),
  ),
  locationId: 'A0'.repeat(32),
  afterPlanned: hours(5),
} as unknown as Scene;

describe('the request that tests send to a route', () => {
  test.each(endpoints)('can be derived: $route', ({ route, input }) => {
    const { method, path, body } = requestFor(route, scene);
    expect(route.startsWith(`${method} /`)).toBe(true);
    expect(path).not.toContain('undefined');
    const named = parameters
      .filter((name) => route.includes(`{${name}}`))
      .map((name) => [name, exceptions[route]?.(scene).ids?.[name] ?? scene[name]]);
    const query = new URLSearchParams(path.split('?')[1]);
    const { error } = input.safeParse({ ...Object.fromEntries([...named, ...query]), ...body });
    expect(error?.issues).toBeUndefined();
  });

  test('is an exception only for a route that there is', () => {
    const routes = endpoints.map(({ route }) => route);
    expect(Object.keys(exceptions).filter((route) => !routes.includes(route))).toEqual([]);
  });
});
