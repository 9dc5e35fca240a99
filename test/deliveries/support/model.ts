import type { DeliveryStatus } from '#events/deliveries';

/** The commands of the model, in short form. Deliveries, drivers and vehicles are identified by number. */
export type Ask =
  | {
      ask: 'create';
      route: number;
      driver?: number | undefined;
      vehicle?: number | undefined;
      reference?: string | undefined;
    }
  | { ask: 'status'; delivery: number; status: DeliveryStatus; as: As }
  | { ask: 'checkpoint'; delivery: number; sequence: number; as: As }
  | { ask: 'proof'; delivery: number; as: As }
  | { ask: 'incident'; delivery: number; as: As }
  | { ask: 'resolve'; delivery: number; incident: number; as: As }
  | { ask: 'crew'; delivery: number; driver?: number | undefined; vehicle?: number | undefined; reason: boolean }
  | { ask: 'unassign'; delivery: number; what: 'driver' | 'vehicle' }
  | { ask: 'cancel'; delivery: number };
/** An officer, or the driver with that number. */
export type As = 'office' | number;

export interface ModelRoute {
  from: number;
  to: number;
  readonly checkpoints: readonly number[];
  active: boolean;
}

export interface ModelDelivery {
  readonly route: number;
  from: number;
  to: number;
  driver?: number | undefined;
  vehicle?: number | undefined;
  status: DeliveryStatus;
  attempt: number;
  reached: number[];
  incidents: ('Open' | 'Resolved')[];
}

const live: readonly DeliveryStatus[] = ['PickedUp', 'InTransit', 'OutForDelivery'];
const steps = 'PickedUp>InTransit InTransit>OutForDelivery OutForDelivery>Delivered Failed>PickedUp'.split(' ');
const falls = live.map((from) => `${from}>Failed`);
const moves: readonly string[] = [...steps, ...falls];

/** A second, imperative implementation of the rules of deliveries and bookings. */
export class Model {
  readonly deliveries: ModelDelivery[] = [];
  readonly references = new Set<string>();
  readonly routes: ModelRoute[];
  readonly available: { driver: boolean[]; vehicle: boolean[] };
  readonly buffer: number;

  constructor(routes: ModelRoute[], crews: number, buffer: number) {
    this.routes = routes;
    this.available = { driver: Array(crews).fill(true), vehicle: Array(crews).fill(true) };
    this.buffer = buffer;
  }

  isLive(it: ModelDelivery) {
    return live.includes(it.status);
  }

  /** The delivery that holds a driver or a vehicle, and the window. */
  holders(kind: 'driver' | 'vehicle', number: number) {
    return this.deliveries.filter((it) => it[kind] === number && this.isLive(it));
  }

  private taken(kind: 'driver' | 'vehicle', number: number | undefined, from: number, to: number, by?: ModelDelivery) {
    if (number === undefined) return false;
    return this.holders(kind, number).some(
      (it) => it !== by && from - this.buffer < it.to && it.from < to + this.buffer,
    );
  }

  private unfit(driver: number | undefined, vehicle: number | undefined) {
    if (driver !== undefined && !this.available.driver[driver]) return 'driver-unavailable';
    if (vehicle !== undefined && !this.available.vehicle[vehicle]) return 'vehicle-unavailable';
    return undefined;
  }

  /** Runs the command and returns `done`, or returns the problem code and changes nothing. */
  does(asked: Ask): string {
    if (asked.ask === 'create') return this.creates(asked);
    const it = this.deliveries[asked.delivery];
    if (!it) return 'delivery-not-found';
    if ('as' in asked && asked.as !== 'office' && asked.as !== it.driver) return 'not-your-delivery';
    switch (asked.ask) {
      case 'status':
        return this.moves(it, asked.status);
      case 'checkpoint':
        return this.passes(it, asked.sequence);
      case 'proof':
        if (it.status !== 'OutForDelivery') return 'not-out-for-delivery';
        it.status = 'Delivered';
        return 'done';
      case 'incident':
        if (it.status === 'Delivered' || it.status === 'Cancelled') return 'delivery-over';
        it.incidents.push('Open');
        return 'done';
      case 'resolve':
        if (asked.incident >= it.incidents.length) return 'incident-not-found';
        it.incidents[asked.incident] = 'Resolved';
        return 'done';
      case 'crew':
        return this.assigns(it, asked);
      case 'unassign':
        if (!this.isLive(it)) return 'delivery-over';
        if (it.status !== 'PickedUp') return 'delivery-under-way';
        it[asked.what] = undefined;
        return 'done';
      case 'cancel':
        if (it.status === 'Delivered') return 'transition-not-allowed';
        it.status = 'Cancelled';
        return 'done';
    }
  }

  private creates({ route, driver, vehicle, reference }: Extract<Ask, { ask: 'create' }>) {
    const planned = this.routes[route]!;
    if (!planned.active) return 'route-not-active';
    const unfit = this.unfit(driver, vehicle);
    if (unfit) return unfit;
    const { from, to } = planned;
    if (this.taken('driver', driver, from, to) || this.taken('vehicle', vehicle, from, to)) return 'resource-booked';
    if (reference !== undefined && this.references.has(reference)) return 'reference-taken';
    if (reference !== undefined) this.references.add(reference);
    this.deliveries.push({
      route,
      from,
      to,
      driver,
      vehicle,
      status: 'PickedUp',
      attempt: 1,
      reached: [],
      incidents: [],
    });
    return 'done';
  }

  private moves(it: ModelDelivery, to: DeliveryStatus) {
    if (to === 'Cancelled') return 'use-cancellation';
    if (it.status === to) return 'done';
    if (!moves.includes(`${it.status}>${to}`)) return 'transition-not-allowed';
    if (to === 'InTransit' && (it.driver === undefined || it.vehicle === undefined)) return 'driver-and-vehicle-needed';
    if (to === 'OutForDelivery' && it.reached.length < this.routes[it.route]!.checkpoints.length)
      return 'checkpoints-missing';
    if (to === 'Delivered') return 'proof-needed';
    if (to === 'PickedUp') {
      const route = this.routes[it.route]!;
      if (!route.active) return 'route-not-active';
      const unfit = this.unfit(it.driver, it.vehicle);
      if (unfit) return unfit;
      const busy = this.taken('driver', it.driver, route.from, route.to, it);
      if (busy || this.taken('vehicle', it.vehicle, route.from, route.to, it)) return 'resource-booked';
      it.from = route.from;
      it.to = route.to;
      it.attempt += 1;
      it.reached = [];
    }
    it.status = to;
    return 'done';
  }

  private passes(it: ModelDelivery, sequence: number) {
    const { checkpoints } = this.routes[it.route]!;
    const place = checkpoints.indexOf(sequence);
    if (place < 0) return 'checkpoint-not-found';
    if (place < it.reached.length) return 'done';
    if (it.status !== 'InTransit') return 'not-in-transit';
    if (place > it.reached.length) return 'checkpoint-out-of-order';
    it.reached.push(sequence);
    if (it.reached.length === checkpoints.length) it.status = 'OutForDelivery';
    return 'done';
  }

  private assigns(it: ModelDelivery, { driver, vehicle, reason }: Extract<Ask, { ask: 'crew' }>) {
    if (!this.isLive(it)) return 'delivery-over';
    const newDriver = driver === it.driver ? undefined : driver;
    const newVehicle = vehicle === it.vehicle ? undefined : vehicle;
    if (newDriver === undefined && newVehicle === undefined) return 'done';
    if (it.status !== 'PickedUp' && !reason) return 'invalid-input';
    const unfit = this.unfit(newDriver, newVehicle);
    if (unfit) return unfit;
    const busy = this.taken('driver', newDriver, it.from, it.to, it);
    if (busy || this.taken('vehicle', newVehicle, it.from, it.to, it)) return 'resource-booked';
    if (newDriver !== undefined) it.driver = newDriver;
    if (newVehicle !== undefined) it.vehicle = newVehicle;
    return 'done';
  }
}
