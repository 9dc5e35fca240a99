import { book, type Caller, type Event, free, newId, type RecordedEvent, type Resource } from '@waybill/kernel';
import { type Memory, memory } from '@waybill/kernel/memory';
import type { Commit } from '@waybill/kernel/platform';
import { now, orgId, recorded, someCaller } from '@waybill/kernel/testing';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  type DeliveryStatus,
  DeliveryStatusChanged,
  ProofCaptured,
  type RoutePlan,
} from '#events/deliveries';
import { DriverRegistered, driverTime, VehicleRegistered, vehicleTime } from '#events/fleet';
import { CheckpointsPlanned, RouteCreated, RouteStatusChanged, routeUse } from '#events/routes';
import type { DriverState, RouteState, VehicleState } from '#functions/deliveries/external-aggregates';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { incidentRow } from '#functions/deliveries/projections/incident-row';

export const routeId = newId('the north round');
export const driverId = newId('ada');
export const otherDriverId = newId('ben');
export const vehicleId = newId('the van');
export const otherVehicleId = newId('the lorry');
export const customerId = newId('the customer');
export const adasUserId = newId('ada signs in');

/** A time on the day of the tests. */
export const at = (time: string) => `2026-05-04T${time}:00.000Z`;

/** The north round, from 12:00 to 16:00. Its checkpoints have gaps in their sequence. */
export const plan: RoutePlan = {
  routeId,
  name: 'North round',
  origin: 'Depot',
  destination: 'Harbour',
  scheduledStart: at('12:00'),
  scheduledEnd: at('16:00'),
  checkpoints: [
    { sequence: 1, location: 'Mill', expectedAt: at('13:00') },
    { sequence: 2, location: 'Bridge', expectedAt: at('14:00'), position: { latitude: 48, longitude: 16 } },
    { sequence: 5, location: 'Gate', expectedAt: at('15:00') },
  ],
};
export const straight: RoutePlan = { ...plan, checkpoints: [] };

/** The north round, as a delivery reads it. */
export const route: RouteState = {
  status: 'Active',
  name: 'North round',
  origin: 'Depot',
  destination: 'Harbour',
  scheduledStart: plan.scheduledStart,
  plannedEnd: plan.scheduledEnd,
  checkpoints: plan.checkpoints,
};
export const ada: DriverState = { name: 'Ada', userId: adasUserId, available: true };
export const ben: DriverState = { name: 'Ben', available: true };
export const van: VehicleState = { registration: 'W-1', available: true };
export const lorry: VehicleState = { registration: 'W-2', available: true };

export const alone = DeliveryCreated({ route: plan, priority: 'Normal' });
export const created = DeliveryCreated({
  route: plan,
  driverId,
  driverName: 'Ada',
  vehicleId,
  registration: 'W-1',
  priority: 'Normal',
});
export const createdOn = (route: RoutePlan) => DeliveryCreated({ ...created.data, route });
export const changed = (from: DeliveryStatus, to: DeliveryStatus, reason?: string) =>
  DeliveryStatusChanged({ from, to, reason });
export const reached = (sequence: number) => CheckpointReached({ sequence });
export const setOut = changed('PickedUp', 'InTransit');
export const throughAll = [reached(1), reached(2), reached(5), changed('InTransit', 'OutForDelivery')];
export const proven = ProofCaptured({ receiverName: 'Eve', photoUrl: 'https://pictures.test/1' });

/** The events that bring a delivery with driver and vehicle to a status. */
export const historyTo = {
  PickedUp: [created],
  InTransit: [created, setOut],
  OutForDelivery: [created, setOut, ...throughAll],
  Delivered: [created, setOut, ...throughAll, proven, changed('OutForDelivery', 'Delivered')],
  Failed: [created, setOut, changed('InTransit', 'Failed', 'Flat tyre')],
  Cancelled: [
    created,
    DeliveryCancelled({ reason: 'Not needed', requestedBy: 'Customer' }),
    changed('PickedUp', 'Cancelled', 'Not needed'),
  ],
} as const;

export const theDriver = { role: 'agent', userId: adasUserId } as const;
export const anotherDriver = { role: 'agent', userId: newId('ben signs in') } as const;

const window = { from: plan.scheduledStart, to: plan.scheduledEnd };
export const booked = (
  resource: Resource,
  id: string,
  { buffer = 0, ...more }: { buffer?: number; from?: string; to?: string } = {},
) => book(resource, id, { ...window, ...more }, { buffer });
export const freed = (resource: Resource, id: string) => free(resource, id, window.from);
export const allFreed = [freed(driverTime, driverId), freed(vehicleTime, vehicleId), freed(routeUse, routeId)];

/** A clock that is set by hand. */
export const clockAt = (start: string) => {
  let moment = start;
  return Object.assign(() => new Date(moment), {
    set: (to: string) => {
      moment = to;
    },
  });
};

export interface World extends Memory {
  /** Waits until the read models are up to date. */
  readonly settled: () => Promise<unknown>;
}

/** An in-memory store, with the read models of deliveries updated by the event stream. */
export const world = (clock: () => Date = () => new Date(now)): World => {
  let projected: Promise<unknown> = Promise.resolve();
  const platform: Memory = memory({
    clock,
    onAppend: (events) => {
      projected = projected.then(() => project(platform, events));
    },
  });
  return { ...platform, settled: () => projected };
};

const project = async (platform: Memory, events: readonly RecordedEvent[]) => {
  for (const projection of [deliveryRow, incidentRow] as const) await projection.with(platform)(events);
};

/** The history of a driver, a vehicle or a route. */
export const fleetDriver = (id: string, name: string, userId?: string) =>
  recorded([DriverRegistered({ name, licence: `L ${name}`, userId })], { context: 'fleet', aggregate: 'driver', id });
export const fleetVehicle = (id: string, registration: string) =>
  recorded([VehicleRegistered({ registration, type: 'Van' })], { context: 'fleet', aggregate: 'vehicle', id });
export const activeRoute = ({ routeId, checkpoints, ...route }: RoutePlan) =>
  recorded(
    [RouteCreated(route), CheckpointsPlanned({ checkpoints }), RouteStatusChanged({ from: 'Planning', to: 'Active' })],
    { context: 'routes', aggregate: 'route', id: routeId },
  );

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Asking {
  readonly query?: Parameters;
  readonly body?: object;
  readonly role?: string;
  readonly key?: string;
  readonly org?: string;
}

/** The event that API Gateway passes to a function. */
export const httpEvent = (path: Parameters, { query = {}, body, role = 'auditor', key, org = orgId }: Asking = {}) => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return {
    httpMethod: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    pathParameters: path,
    multiValueQueryStringParameters: Object.fromEntries(given.map(([name, value]) => [name, [value].flat()])),
    queryStringParameters: Object.fromEntries(given.map(([name, value]) => [name, [value].flat().at(-1)])),
    body: body ? JSON.stringify(body) : null,
    isBase64Encoded: false,
    requestContext: { authorizer: { sub: someCaller.userId, orgId: org, orgType: 'Customer', role } },
  };
};

interface Answering {
  readonly with: (platform: Memory) => (event: any, context?: any) => Promise<any>;
}

/** Sends a request through the HTTP edge, as API Gateway does. */
export const ask = async (
  fn: Answering,
  platform: Memory,
  path: Parameters = {},
  options: Asking = {},
): Promise<{ status: number; body: any }> => {
  const { statusCode, body } = await fn.with(platform)(httpEvent(path, options), {});
  return { status: statusCode, body: JSON.parse(body) };
};
interface Executable {
  readonly execute: (platform: Memory) => (order: any) => Promise<{ id: string; version: number; wrote: boolean }>;
  readonly definition: { readonly input: { parse: (input: unknown) => unknown } };
}

let orders = 0;

/** Runs a command with a new idempotency key. Returns the result or the problem. */
export const order = async (
  command: Executable,
  platform: Memory,
  input: object,
  caller: Partial<Caller> = {},
): Promise<{ id: string; version: number; wrote: boolean; no?: never } | { no: string; status: number; why: any }> => {
  try {
    return await command.execute(platform)({
      input: command.definition.input.parse(input),
      caller: { ...someCaller, ...caller },
      key: `order ${++orders}`,
      correlationId: 'test',
    });
  } catch (error: any) {
    if (error.name !== 'Problem') throw error;
    return { no: error.code, status: error.status, why: error.reasons };
  }
};

/** Stores the events of a delivery and updates the read models. */
export const happened = async (
  platform: World,
  deliveryId: string,
  facts: readonly Event[],
  moments: readonly string[] = [],
  claims: Commit['claims'] = [],
): Promise<void> => {
  const appends = recorded(facts, { context: 'deliveries', aggregate: 'delivery', id: deliveryId, at: moments });
  await platform.events.commit({ org: orgId, appends, claims });
  await platform.settled();
};
