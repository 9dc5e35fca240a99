import { newId, type Resource } from '@waybill/kernel';
import { orgId, recorded } from '@waybill/kernel/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryStatuses, type RoutePlan } from '#events/deliveries';
import { BufferChanged, DriverStandingChanged, driverTime, VehicleStandingChanged, vehicleTime } from '#events/fleet';
import { CheckpointsPlanned, RouteRescheduled, RouteStatusChanged, routeUse } from '#events/routes';
import { cancelDelivery } from '#functions/deliveries/commands/cancel-delivery';
import { captureProof } from '#functions/deliveries/commands/capture-proof';
import { changeDeliveryStatus } from '#functions/deliveries/commands/change-delivery-status';
import { createDelivery } from '#functions/deliveries/commands/create-delivery';
import { assignCrew } from '#functions/deliveries/commands/crew/assign-crew';
import { assignDriver } from '#functions/deliveries/commands/crew/assign-driver';
import { assignVehicle } from '#functions/deliveries/commands/crew/assign-vehicle';
import { unassignDriver } from '#functions/deliveries/commands/crew/unassign-driver';
import { unassignVehicle } from '#functions/deliveries/commands/crew/unassign-vehicle';
import { reportIncident } from '#functions/deliveries/commands/incidents/report-incident';
import { resolveIncident } from '#functions/deliveries/commands/incidents/resolve-incident';
import { reachCheckpoint } from '#functions/deliveries/commands/reach-checkpoint';
import { delivery } from '#functions/deliveries/delivery';
import { getDelivery } from '#functions/deliveries/queries/get-delivery';
import { listLiveDeliveries } from '#functions/deliveries/queries/list-live-deliveries';
import { type As, type Ask, Model } from './support/model.ts';
import { activeRoute, ask, fleetDriver, fleetVehicle, order, type World, world } from './support/support.ts';

const pair = [0, 1] as const;
const drivers = pair.map((i) => newId(`driver ${i}`));
const vehicles = pair.map((i) => newId(`vehicle ${i}`));
const users = pair.map((i) => newId(`user ${i}`));
const routeIds = [0, 1, 2].map((i) => newId(`route ${i}`));
const nowhere = newId('nowhere');

const iso = (minutes: number) => new Date(Date.parse('2026-05-04T00:00:00.000Z') + minutes * 60_000).toISOString();
const checkpointsOf = (from: number, sequences: readonly number[]) =>
  sequences.map((sequence, i) => ({ sequence, location: `Stop ${sequence}`, expectedAt: iso(from + 10 * (i + 1)) }));

/** The second overlaps the first; the third touches the first and overlaps the second. */
const theRoutes = () => [
  { from: 600, to: 720, checkpoints: [1, 3], active: true },
  { from: 660, to: 780, checkpoints: [], active: true },
  { from: 720, to: 840, checkpoints: [2], active: true },
];

/** Changes in fleet and routes, as far as those contexts allow them: nothing that is in use changes. */
type Elsewhere =
  | { elsewhere: 'standing'; what: 'driver' | 'vehicle'; number: number }
  | { elsewhere: 'route'; route: number }
  | { elsewhere: 'schedule'; route: number; by: number };

/** Moves the delivery to its next status. */
interface Onward {
  readonly onward: number;
  readonly crew: number;
  readonly as: As;
}

const next = (model: Model, { onward: delivery, crew, as }: Onward): Ask => {
  const it = model.deliveries[delivery];
  if (!it) return { ask: 'create', route: delivery % 3, driver: crew, vehicle: crew };
  if (it.status === 'PickedUp' && (it.driver === undefined || it.vehicle === undefined))
    return { ask: 'crew', delivery, driver: crew, vehicle: crew, reason: false };
  if (it.status === 'OutForDelivery') return { ask: 'proof', delivery, as };
  const sequence = model.routes[it.route]!.checkpoints[it.reached.length];
  if (it.status === 'InTransit' && sequence) return { ask: 'checkpoint', delivery, sequence, as };
  const status = ({ PickedUp: 'InTransit', InTransit: 'OutForDelivery', Failed: 'PickedUp' } as const)[
    it.status as 'Failed'
  ];
  return { ask: 'status', delivery, status: status ?? 'Delivered', as };
};

const crewMember = fc.option(fc.nat(1), { nil: undefined });
const number = fc.nat(2);
const as: fc.Arbitrary<As> = fc.oneof({ weight: 4, arbitrary: fc.constant('office' as const) }, fc.nat(1));
const step: fc.Arbitrary<Ask | Onward | Elsewhere> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ onward: number, crew: fc.nat(1), as }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ask: fc.constant('create' as const),
      route: fc.nat(2),
      driver: crewMember,
      vehicle: crewMember,
      reference: fc.option(fc.constantFrom('one', 'two', 'three'), { nil: undefined }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      ask: fc.constant('status' as const),
      delivery: number,
      status: fc.constantFrom(...deliveryStatuses, 'InTransit' as const, 'PickedUp' as const),
      as,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ask: fc.constant('checkpoint' as const),
      delivery: number,
      sequence: fc.integer({ min: 1, max: 4 }),
      as,
    }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('proof' as const), delivery: number, as }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant('incident' as const), delivery: number, as }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant('resolve' as const), delivery: number, incident: fc.nat(1), as }),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({
        ask: fc.constant('crew' as const),
        delivery: number,
        driver: crewMember,
        vehicle: crewMember,
        reason: fc.boolean(),
      })
      .filter(({ driver, vehicle }) => driver !== undefined || vehicle !== undefined),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('unassign' as const),
      delivery: number,
      what: fc.constantFrom('driver' as const, 'vehicle' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant('cancel' as const), delivery: number }) },
  {
    weight: 1,
    arbitrary: fc.record({
      elsewhere: fc.constant('standing' as const),
      what: fc.constantFrom('driver' as const, 'vehicle' as const),
      number: fc.nat(1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ elsewhere: fc.constant('route' as const), route: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      elsewhere: fc.constant('schedule' as const),
      route: fc.nat(2),
      by: fc.constantFrom(-60, 30, 60),
    }),
  },
);

/** Runs the model and the implementation side by side. */
class Both {
  readonly system: World = world();
  readonly model: Model;
  readonly ids: string[] = [];
  readonly incidents: string[][] = [];

  constructor(buffer: number) {
    this.model = new Model(theRoutes(), 2, buffer);
    for (const i of pair) {
      this.system.given(fleetDriver(drivers[i]!, `Driver ${i}`, users[i]));
      this.system.given(fleetVehicle(vehicles[i]!, `W-${i}`));
    }
    const policy = { context: 'fleet', aggregate: 'policy', id: orgId };
    if (buffer) this.system.given(recorded([BufferChanged({ bufferMinutes: buffer })], policy));
    for (const [i, { from, to, checkpoints }] of this.model.routes.entries()) {
      const plan: RoutePlan = {
        routeId: routeIds[i]!,
        origin: 'Depot',
        destination: 'Harbour',
        scheduledStart: iso(from),
        scheduledEnd: iso(to),
        checkpoints: checkpointsOf(from, checkpoints),
      };
      this.system.given(activeRoute(plan));
    }
  }

  async does(asked: Ask): Promise<string> {
    const [command, input] = this.orderOf(asked);
    const caller = 'as' in asked && asked.as !== 'office' ? { role: 'agent' as const, userId: users[asked.as]! } : {};
    const outcome = await order(command, this.system, input, caller);
    if ('no' in outcome) return outcome.no!;
    if (asked.ask === 'create') {
      this.ids.push(outcome.id);
      this.incidents.push([]);
    }
    if (asked.ask === 'incident') {
      const history = await this.system.events.read(this.stream(asked.delivery));
      this.incidents[asked.delivery]!.push(history.at(-1)!.data.incidentId);
    }
    return 'done';
  }

  private orderOf(asked: Ask): [command: Parameters<typeof order>[0], input: object] {
    if (asked.ask === 'create') {
      const { route, driver, vehicle, reference } = asked;
      return [createDelivery, { routeId: routeIds[route], ...crewOf(driver, vehicle), reference }];
    }
    const deliveryId = this.ids[asked.delivery] ?? nowhere;
    switch (asked.ask) {
      case 'status':
        return [changeDeliveryStatus, { deliveryId, status: asked.status, reason: 'Because' }];
      case 'checkpoint':
        return [reachCheckpoint, { deliveryId, sequence: asked.sequence }];
      case 'proof':
        return [captureProof, { deliveryId, receiverName: 'Eve', photoUrl: 'https://pictures.test/1' }];
      case 'incident':
        return [reportIncident, { deliveryId, type: 'Delay', description: 'Traffic' }];
      case 'resolve':
        return [
          resolveIncident,
          { deliveryId, incidentId: this.incidents[asked.delivery]?.[asked.incident] ?? nowhere },
        ];
      case 'crew': {
        const crew = crewOf(asked.driver, asked.vehicle);
        const input = { deliveryId, ...crew, ...(asked.reason && { reason: 'Ill' }) };
        if (asked.vehicle === undefined) return [assignDriver, input];
        return [asked.driver === undefined ? assignVehicle : assignCrew, input];
      }
      case 'unassign':
        return [asked.what === 'driver' ? unassignDriver : unassignVehicle, { deliveryId }];
      case 'cancel':
        return [cancelDelivery, { deliveryId, reason: 'Not needed', requestedBy: 'Customer' }];
    }
  }

  /** The events of fleet and routes, where those contexts would allow them. */
  async happens(it: Elsewhere) {
    if (it.elsewhere === 'standing') {
      const { what, number } = it;
      const can = this.model.available[what];
      if (can[number] && this.model.holders(what, number).length) return;
      const [from, to] = can[number] ? (['Available', 'Suspended'] as const) : (['Suspended', 'Available'] as const);
      if (what === 'driver') await this.says('fleet', 'driver', drivers[number]!, DriverStandingChanged({ from, to }));
      else
        await this.says(
          'fleet',
          'vehicle',
          vehicles[number]!,
          VehicleStandingChanged({
            from: from === 'Suspended' ? 'Maintenance' : from,
            to: to === 'Suspended' ? 'Maintenance' : to,
          }),
        );
      can[number] = !can[number];
      return;
    }
    const route = this.model.routes[it.route]!;
    if (this.model.deliveries.some((one) => one.route === it.route && this.model.isLive(one))) return;
    const id = routeIds[it.route]!;
    if (it.elsewhere === 'route') {
      const [from, to] = route.active ? (['Active', 'Deactivated'] as const) : (['Deactivated', 'Active'] as const);
      await this.says('routes', 'route', id, RouteStatusChanged({ from, to }));
      route.active = !route.active;
      return;
    }
    route.from += it.by;
    route.to += it.by;
    const span = { scheduledStart: iso(route.from), scheduledEnd: iso(route.to) };
    await this.says('routes', 'route', id, RouteRescheduled(span));
    await this.says(
      'routes',
      'route',
      id,
      CheckpointsPlanned({ checkpoints: checkpointsOf(route.from, route.checkpoints) }),
    );
  }

  private async says(context: string, aggregate: string, id: string, fact: Parameters<typeof recorded>[0][number]) {
    const { length } = await this.system.events.read({ context, org: orgId, aggregate, id });
    this.system.given(recorded([fact], { context, aggregate, id }).map((event) => ({ ...event, version: length + 1 })));
  }

  private stream(delivery: number) {
    return { context: 'deliveries', org: orgId, aggregate: 'delivery', id: this.ids[delivery]! };
  }

  /** Every delivery has the status and the bookings of the model, and there are no other bookings. */
  async agree() {
    const { model, system, ids } = this;
    for (const [i, it] of model.deliveries.entries()) {
      const real = delivery.fold(await system.events.read(this.stream(i)))!;
      const { status, attempt, reached, driver, vehicle, incidents } = it;
      expect({ ...real, route: undefined, reference: undefined, incidents: [...real.incidents.values()] }).toEqual({
        status,
        attempt,
        reached,
        driverId: driver === undefined ? undefined : drivers[driver],
        vehicleId: vehicle === undefined ? undefined : vehicles[vehicle],
        incidents,
      });
      expect([real.route.scheduledStart, real.route.scheduledEnd]).toEqual([iso(it.from), iso(it.to)]);
    }
    const held = async (resource: Resource, id: string) =>
      (await system.events.bookings(orgId, resource, id)).items.map(
        ({ holder, from, to }) => `${from} ${to} ${holder}`,
      );
    const booked = (holders: typeof model.deliveries) =>
      holders.map((it) => `${iso(it.from)} ${iso(it.to)} ${ids[model.deliveries.indexOf(it)]}`).toSorted();
    for (const i of pair)
      for (const [kind, resource, all] of [
        ['driver', driverTime, drivers],
        ['vehicle', vehicleTime, vehicles],
      ] as const) {
        const items = await held(resource, all[i]!);
        expect(items.toSorted()).toEqual(booked(model.holders(kind, i)));
        const windows = items.map((item) => item.split(' ')).toSorted(([a], [b]) => (a! < b! ? -1 : 1));
        for (const [j, [from]] of windows.entries()) if (j) expect(windows[j - 1]![1]! <= from!).toBe(true);
      }
    for (const [i, id] of routeIds.entries())
      expect((await held(routeUse, id)).toSorted()).toEqual(
        booked(model.deliveries.filter((it) => it.route === i && model.isLive(it))),
      );
  }

  /** The read models match the events. */
  async showsAll() {
    await this.system.settled();
    for (const [i, { status, attempt, reached, incidents }] of this.model.deliveries.entries()) {
      const { body } = await ask(getDelivery, this.system, { deliveryId: this.ids[i]! });
      expect(body).toMatchObject({ status, attempt });
      expect(body.incidents).toHaveLength(incidents.length);
      expect(body.checkpoints.flatMap((it: any) => (it.reachedAt ? [it.sequence] : []))).toEqual(reached);
      expect(body.version).toBe((await this.system.events.read(this.stream(i))).length);
    }
    const { body } = await ask(listLiveDeliveries, this.system);
    const underWay = ({ status }: { status: string }) => status === 'InTransit' || status === 'OutForDelivery';
    const expected = this.ids.filter((_, i) => underWay(this.model.deliveries[i]!));
    expect(body.items.map(({ deliveryId }: any) => deliveryId).toSorted()).toEqual(expected.toSorted());
  }
}

const crewOf = (driver: number | undefined, vehicle: number | undefined) => ({
  ...(driver !== undefined && { driverId: drivers[driver] }),
  ...(vehicle !== undefined && { vehicleId: vehicles[vehicle] }),
});

/** Counts each outcome, to check that the test covers all of them. */
const occurrences = new Map<string, number>();

test('deliveries and bookings match the model for any sequence of commands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
      fc.constantFrom(0, 0, 30),
      async (steps, buffer) => {
        const both = new Both(buffer);
        for (const step of steps) {
          const asked = 'onward' in step ? next(both.model, step) : step;
          if ('elsewhere' in asked) await both.happens(asked);
          else {
            const expected = both.model.does(asked);
            expect(await both.does(asked), JSON.stringify(asked)).toBe(expected);
            occurrences.set(`${asked.ask} ${expected}`, (occurrences.get(`${asked.ask} ${expected}`) ?? 0) + 1);
          }
          await both.agree();
        }
        await both.showsAll();
      },
    ),
    { numRuns: 120 },
  );
  for (const often of [
    'create done',
    'create resource-booked',
    'status done',
    'status transition-not-allowed',
    'status not-your-delivery',
    'checkpoint done',
    'proof done',
    'crew done',
    'crew resource-booked',
    'crew invalid-input',
    'unassign delivery-under-way',
    'cancel done',
  ])
    expect(occurrences.get(often) ?? 0, often).toBeGreaterThan(0);
});
