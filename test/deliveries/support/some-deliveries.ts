import { type Event, newId } from '@waybill/kernel';
import * as fc from 'fast-check';
import {
  DeliveryCancelled,
  DeliveryCreated,
  type DeliveryStatus,
  deliveryStatuses,
  IncidentReported,
  IncidentResolved,
  priorities,
  severities,
} from '#events/deliveries';
import { changed, happened, proven, setOut, straight, type World } from './support.ts';

const minute = 60_000;
const ids = (kind: string, count: number) => Array.from({ length: count }, (_, i) => newId(`${kind} ${i}`));
export const pools = {
  routes: ids('route', 3),
  drivers: ids('driver', 3),
  vehicles: ids('vehicle', 3),
  customers: ids('customer', 3),
};
const firstDay = Date.parse('2026-05-01T00:00:00.000Z');
export const days = 4;

/** A time in those days, often at or next to a day boundary. */
export const moment = fc
  .oneof(
    fc.tuple(fc.nat(days), fc.constantFrom(-1, 0, 1)).map(([day, off]) => day * 1440 * minute + off),
    fc.tuple(fc.nat(days - 1), fc.nat(1439)).map(([day, minutes]) => (day * 1440 + minutes) * minute),
  )
  .map((ms) => new Date(firstDay + ms).toISOString());

export const later = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * minute).toISOString();

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

/** A delivery in short form. */
export const someDelivery = fc.record({
  createdAt: moment,
  status: fc.constantFrom(...deliveryStatuses),
  priority: fc.constantFrom(...priorities),
  routeId: fc.constantFrom(...pools.routes),
  driverId: maybe(pools.drivers),
  vehicleId: maybe(pools.vehicles),
  customerId: maybe(pools.customers),
  /** Unique for each delivery: see `named`. */
  reference: maybe(['PO']),
  /** Minutes from the creation of the delivery to the start of its route, which takes two hours. */
  startsAfter: fc.integer({ min: -300, max: 600 }),
  promised: fc.boolean(),
  /** Minutes from the due time to the delivery. */
  lateBy: fc.integer({ min: -90, max: 90 }),
  incidents: fc.array(fc.record({ severity: maybe(severities), resolved: fc.boolean() }), { maxLength: 3 }),
});
export type SomeDelivery = (typeof someDelivery extends fc.Arbitrary<infer It> ? It : never) & { readonly id: string };

export const scheduleOf = ({ createdAt, startsAfter }: SomeDelivery) => ({
  from: later(createdAt, startsAfter),
  to: later(createdAt, startsAfter + 120),
});
export const dueOf = (it: SomeDelivery) => later(scheduleOf(it).to, it.promised ? 30 : 0);
export const open = ({ incidents }: SomeDelivery) => incidents.filter(({ resolved }) => !resolved);

const out = changed('InTransit', 'OutForDelivery');
const ways: Record<DeliveryStatus, Event[]> = {
  PickedUp: [],
  InTransit: [setOut],
  OutForDelivery: [setOut, out],
  Delivered: [setOut, out, proven, changed('OutForDelivery', 'Delivered')],
  Failed: [setOut, changed('InTransit', 'Failed', 'Rain')],
  Cancelled: [DeliveryCancelled({ requestedBy: 'Customer' }), changed('PickedUp', 'Cancelled')],
};

const historyOf = (it: SomeDelivery): [fact: Event, at: string][] => {
  const { id, createdAt, status, routeId, driverId, vehicleId, customerId, reference, priority } = it;
  const { from, to } = scheduleOf(it);
  const begun = DeliveryCreated({
    route: { ...straight, routeId, scheduledStart: from, scheduledEnd: to },
    driverId,
    driverName: driverId && 'Ada',
    vehicleId,
    registration: vehicleId && 'W-1',
    customerId,
    reference,
    priority,
    promised: it.promised ? { from, to: dueOf(it) } : undefined,
  });
  const incidents = it.incidents.flatMap(({ severity, resolved }, i): Event[] => {
    const incidentId = newId(`${id} ${i}`);
    const reported = IncidentReported({ incidentId, type: 'Other', severity, description: 'So it was' });
    return resolved ? [reported, IncidentResolved({ incidentId })] : [reported];
  });
  const timed = (fact: Event, i: number): [Event, string] => [fact, later(createdAt, i + 1)];
  const facts = [...incidents, ...ways[status]].map(timed);
  const last = facts.at(-1);
  if (status === 'Delivered' && last) last[1] = later(dueOf(it), it.lateBy);
  return [[begun, createdAt], ...facts];
};

/** Writes the events of these deliveries. */
export const settle = async (system: World, all: readonly SomeDelivery[]) => {
  for (const it of all) {
    const history = historyOf(it);
    await happened(
      system,
      it.id,
      history.map(([fact]) => fact),
      history.map(([, at]) => at),
      it.reference
        ? [{ context: 'deliveries', kind: 'reference', value: it.reference, field: 'reference', holder: it.id }]
        : [],
    );
  }
};

export const named = (all: readonly Omit<SomeDelivery, 'id'>[]): SomeDelivery[] =>
  all.map((it, i) => ({ ...it, reference: it.reference && `${it.reference} ${i}`, id: newId(`delivery ${i}`) }));
