import type { Contexts } from '@waybill/kernel';
import * as contexts from '#functions/contexts';
import { aLicence, aRegistration } from './makers.ts';
import { hours, type world } from './world.ts';

/** Every function that answers over HTTP, as it describes itself. */
export const endpoints = Object.values(contexts as Contexts)
  .flatMap((manifest) => Object.values(manifest))
  .map(({ definition }) => definition)
  .filter(({ route }) => route) as {
  readonly kind: 'command' | 'query';
  readonly route: string;
  readonly role: 'anyone' | 'auditor' | 'agent' | 'officer' | 'owner';
  readonly input: any;
}[];

/** One of everything, in one organisation. */
export const aScene = async (of: ReturnType<typeof world>) => {
  const delivery = await of.aCrewedDelivery({ route: { start: -1, checkpoints: 2 }, reference: 'SCENE' });
  await of.move(delivery, 'InTransit');
  const report = { type: 'Delay', severity: 'Low', description: 'A jam' };
  const { incidentId } = (await of.as('dispatcher').post(`${delivery.path}/incidents`, report)).body;
  await of.as('dispatcher').post(`${delivery.path}/incidents`, report);
  const waiting = await of.aDelivery({ route: delivery.route });
  const planned = await of.aRoute({ start: 30, checkpoints: 2 });
  const [driver, vehicle] = [await of.aDriver(), await of.aVehicle()];
  return {
    deliveryId: delivery.deliveryId,
    waitingId: waiting.deliveryId,
    incidentId: incidentId as string,
    routeId: delivery.routeId,
    plannedRouteId: planned.routeId,
    afterPlanned: hours(5, Date.parse(planned.scheduledEnd)),
    driverId: delivery.driver.driverId,
    vehicleId: delivery.vehicle.vehicleId,
    spareDriverId: driver.driverId,
    spareVehicleId: vehicle.vehicleId,
  };
};
export type Scene = Awaited<ReturnType<typeof aScene>>;

interface Sample {
  /** What goes into the path; what is left out has its own name in the scene. */
  readonly ids?: Partial<Record<'deliveryId' | 'driverId' | 'vehicleId' | 'routeId' | 'sequence', string>>;
  readonly body?: object;
  /** What somebody of another organisation is told: a code, that there is nothing, or something of their own. */
  readonly outsider: string | 'nothing' | 'their own';
}

/** A request that makes sense for every route; a route that is not here has no expectation, and a test says so. */
export const samples: Readonly<Record<string, (scene: Scene) => Sample>> = {
  'GET /health': () => ({ outsider: 'their own' }),
  'GET /health/services': () => ({ outsider: 'their own' }),

  'POST /drivers': () => ({ body: { name: 'Ada Byron', licence: aLicence() }, outsider: 'their own' }),
  'GET /drivers': () => ({ outsider: 'nothing' }),
  'GET /drivers/{driverId}': () => ({ outsider: 'driver-not-found' }),
  'GET /drivers/{driverId}/bookings': () => ({ outsider: 'driver-not-found' }),
  'PATCH /drivers/{driverId}': () => ({ body: { name: 'Somebody Else' }, outsider: 'driver-not-found' }),
  'PUT /drivers/{driverId}/standing': ({ spareDriverId }) => ({
    ids: { driverId: spareDriverId },
    body: { standing: 'Suspended', reason: 'why not' },
    outsider: 'driver-not-found',
  }),
  'POST /drivers/{driverId}/retirement': ({ spareDriverId }) => ({
    ids: { driverId: spareDriverId },
    body: { reason: 'why not' },
    outsider: 'driver-not-found',
  }),

  'POST /vehicles': () => ({ body: { registration: aRegistration(), type: 'Box Truck' }, outsider: 'their own' }),
  'GET /vehicles': () => ({ outsider: 'nothing' }),
  'GET /vehicles/{vehicleId}': () => ({ outsider: 'vehicle-not-found' }),
  'GET /vehicles/{vehicleId}/bookings': () => ({ outsider: 'vehicle-not-found' }),
  'PATCH /vehicles/{vehicleId}': () => ({ body: { type: 'Hearse' }, outsider: 'vehicle-not-found' }),
  'PUT /vehicles/{vehicleId}/standing': ({ spareVehicleId }) => ({
    ids: { vehicleId: spareVehicleId },
    body: { standing: 'Maintenance' },
    outsider: 'vehicle-not-found',
  }),
  'POST /vehicles/{vehicleId}/retirement': ({ spareVehicleId }) => ({
    ids: { vehicleId: spareVehicleId },
    body: { reason: 'rust' },
    outsider: 'vehicle-not-found',
  }),

  'GET /fleet/overview': () => ({ outsider: 'nothing' }),
  'GET /fleet/policy': () => ({ outsider: 'their own' }),
  'PUT /fleet/policy': () => ({ body: { bufferMinutes: 5 }, outsider: 'their own' }),

  'POST /routes': () => ({
    body: { origin: 'Leeds', destination: 'York', scheduledStart: hours(5), scheduledEnd: hours(6) },
    outsider: 'their own',
  }),
  'GET /routes': () => ({ outsider: 'nothing' }),
  'GET /routes/overview': () => ({ outsider: 'nothing' }),
  'GET /routes/{routeId}': () => ({ outsider: 'route-not-found' }),
  'GET /routes/{routeId}/deliveries': () => ({ outsider: 'route-not-found' }),
  'GET /routes/{routeId}/performance': () => ({ outsider: 'route-not-found' }),
  'PATCH /routes/{routeId}': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId },
    body: { origin: 'Elsewhere' },
    outsider: 'route-not-found',
  }),
  'PUT /routes/{routeId}/status': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId },
    body: { status: 'Deactivated' },
    outsider: 'route-not-found',
  }),
  'POST /routes/{routeId}/checkpoints': ({ plannedRouteId, afterPlanned }) => ({
    ids: { routeId: plannedRouteId },
    body: { sequence: 3, location: 'The end', expectedAt: afterPlanned },
    outsider: 'route-not-found',
  }),
  'PUT /routes/{routeId}/checkpoints': ({ plannedRouteId, afterPlanned }) => ({
    ids: { routeId: plannedRouteId },
    body: { checkpoints: [{ location: 'The only one', expectedAt: afterPlanned }] },
    outsider: 'route-not-found',
  }),
  'PUT /routes/{routeId}/checkpoints/{sequence}': ({ plannedRouteId, afterPlanned }) => ({
    ids: { routeId: plannedRouteId, sequence: '2' },
    body: { location: 'Elsewhere', expectedAt: afterPlanned },
    outsider: 'route-not-found',
  }),
  'DELETE /routes/{routeId}/checkpoints/{sequence}': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId, sequence: '2' },
    outsider: 'route-not-found',
  }),

  'POST /deliveries': ({ routeId }) => ({ body: { routeId }, outsider: 'route-not-found' }),
  'GET /deliveries': () => ({ outsider: 'nothing' }),
  'GET /deliveries/live': () => ({ outsider: 'nothing' }),
  'GET /deliveries/statistics': () => ({ outsider: 'nothing' }),
  'GET /deliveries/{deliveryId}': () => ({ outsider: 'delivery-not-found' }),
  'GET /deliveries/{deliveryId}/events': () => ({ outsider: 'delivery-not-found' }),
  'GET /deliveries/{deliveryId}/summary': () => ({ outsider: 'delivery-not-found' }),
  'PUT /deliveries/{deliveryId}/status': () => ({
    body: { status: 'Failed', reason: 'why not' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/checkpoints': () => ({ body: { sequence: 1 }, outsider: 'delivery-not-found' }),
  'POST /deliveries/{deliveryId}/proof': () => ({
    body: { receiverName: 'Eve', photoUrl: 'https://example.com/door.jpg' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/incidents': () => ({
    body: { type: 'Other', description: 'Well…' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/incidents/{incidentId}/resolution': () => ({
    body: { note: 'fine' },
    outsider: 'delivery-not-found',
  }),
  'PUT /deliveries/{deliveryId}/driver': ({ waitingId, spareDriverId }) => ({
    ids: { deliveryId: waitingId },
    body: { driverId: spareDriverId },
    outsider: 'delivery-not-found',
  }),
  'PUT /deliveries/{deliveryId}/vehicle': ({ waitingId, spareVehicleId }) => ({
    ids: { deliveryId: waitingId },
    body: { vehicleId: spareVehicleId },
    outsider: 'delivery-not-found',
  }),
  'DELETE /deliveries/{deliveryId}/driver': ({ waitingId }) => ({
    ids: { deliveryId: waitingId },
    outsider: 'delivery-not-found',
  }),
  'DELETE /deliveries/{deliveryId}/vehicle': ({ waitingId }) => ({
    ids: { deliveryId: waitingId },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/cancellation': () => ({
    body: { reason: 'why not', requestedBy: 'Customer' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/bulk/status': ({ deliveryId }) => ({
    body: { items: [{ deliveryId, status: 'Failed', reason: 'why not' }] },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/bulk/assignment': ({ waitingId, spareDriverId }) => ({
    body: { items: [{ deliveryId: waitingId, driverId: spareDriverId }] },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/bulk/cancellation': ({ deliveryId }) => ({
    body: { items: [{ deliveryId, reason: 'why not', requestedBy: 'Customer' }] },
    outsider: 'delivery-not-found',
  }),
  'POST /incidents/bulk/resolution': ({ deliveryId, incidentId }) => ({
    body: { items: [{ deliveryId, incidentId }] },
    outsider: 'delivery-not-found',
  }),
  'GET /incidents': () => ({ outsider: 'nothing' }),
};

/** The request for a route in a scene. */
export const requestFor = (route: string, scene: Scene) => {
  const [method, pattern] = route.split(' ') as [string, string];
  const { ids = {}, body, outsider } = samples[route]!(scene);
  const known = { ...scene, ...ids } as Record<string, string>;
  return { method, path: pattern.replace(/{(\w+)}/g, (_, name: string) => known[name]!), body, outsider };
};

/** How the system is, is the same for every organisation, and never the same twice. */
const ofOurs = ({ route }: { route: string }) => !route.startsWith('GET /health');

/** All that an organisation can see of itself, but for the time it looked. */
export const everythingOf = async ({ as }: Pick<ReturnType<typeof world>, 'as'>, scene: Scene) => {
  const told = endpoints.filter(({ kind, role }) => kind === 'query' && role !== 'anyone').filter(ofOurs);
  const answers = await Promise.all(
    told.map(async ({ route }) => {
      const { status, body } = await as('owner').get(requestFor(route, scene).path);
      return [route, status, timeless(body)] as const;
    }),
  );
  const planned = await as('owner').get(`/routes/${scene.plannedRouteId}`);
  return [...answers, ['planned', planned.status, planned.body] as const];
};

const passing = new Set(['asOf', 'correlation', 'delayMinutes', 'state', 'nextCheckpoint']);
const timeless = (body: unknown) => JSON.parse(JSON.stringify(body, (key, value) => (passing.has(key) ? null : value)));
