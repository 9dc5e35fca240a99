import { type Event, newId, type RecordedEvent } from '@waybill/kernel';
import { deliveries, fleet, routes } from '#events/index';
import type { Platform } from '../layers/kernel/src/platform.ts';

export const org = newId('bench');
export const caller = { userId: newId('bench officer'), orgId: org, orgType: 'Customer', role: 'officer' } as const;

export const historyOf = (context: string, aggregate: string, id: string, facts: readonly Event[]): RecordedEvent[] =>
  facts.map((fact, i) => ({
    ...fact,
    id: newId(),
    stream: { context, org, aggregate, id },
    version: i + 1,
    at: new Date().toISOString(),
    by: caller.userId,
    commandId: newId().slice(0, 22),
    inputHash: newId().slice(0, 22),
    correlationId: newId(),
    causationId: newId(),
  }));

/** Writes a stream to the table. */
export const given = (platform: Platform, history: readonly RecordedEvent[]) =>
  platform.events.commit({ org, appends: history });

const hour = (h: number) => `2026-11-20T${String(h).padStart(2, '0')}:00:00.000Z`;

const places = ['Praça do Comércio', 'Largo do Rato', 'Campo Pequeno', 'Saldanha', 'Alvalade', 'Lumiar'];
const checkpoints = (count: number) =>
  places.slice(0, count).map((location, i) => ({ sequence: i + 1, location, expectedAt: hour(9 + i) }));

/** An active route through Lisbon with the given number of checkpoints. */
export const aRoute = async (platform: Platform, count = 3) => {
  const id = newId();
  const facts = [
    routes.RouteCreated({ origin: 'Depósito Alcântara', destination: 'Aeroporto', scheduledStart: hour(8) }),
    ...checkpoints(count).map((checkpoint) => routes.CheckpointAdded({ checkpoint })),
    routes.RouteStatusChanged({ from: 'Planning', to: 'Active' }),
  ];
  await given(platform, historyOf('routes', 'route', id, facts));
  return id;
};

export const aCrew = async (platform: Platform) => {
  const [driverId, vehicleId] = [newId(), newId()];
  const driver = fleet.DriverRegistered({ name: 'Ana Sousa', licence: `L-${driverId}` });
  const vehicle = fleet.VehicleRegistered({ registration: 'AA-11-BB', type: 'Van' });
  await given(platform, historyOf('fleet', 'driver', driverId, [driver]));
  await given(platform, historyOf('fleet', 'vehicle', vehicleId, [vehicle]));
  return { driverId, vehicleId };
};

const plan = (routeId: string, count: number) => ({
  routeId,
  name: 'Volta do norte',
  origin: 'Depósito Alcântara',
  destination: 'Aeroporto',
  scheduledStart: hour(8),
  scheduledEnd: hour(18),
  checkpoints: checkpoints(count),
});

const crew = () => ({ driverId: newId(), driverName: 'Ana Sousa', vehicleId: newId(), registration: 'AA-11-BB' });

/** A delivery with the given number of events, ready to set out; its route has no checkpoints. */
export const aDelivery = async (platform: Platform, events = 19) => {
  const deliveryId = newId();
  const created = deliveries.DeliveryCreated({
    route: plan(newId('bench route'), 0),
    ...crew(),
    priority: 'Normal',
  });
  const incidents = Array.from({ length: Math.ceil((events - 1) / 2) }, () => newId());
  const facts = incidents.flatMap((incidentId) => [
    deliveries.IncidentReported({ incidentId, type: 'Delay', severity: 'Low', description: 'Trânsito na ponte' }),
    deliveries.IncidentResolved({ incidentId }),
  ]);
  const history = historyOf('deliveries', 'delivery', deliveryId, [created, ...facts.slice(0, events - 1)]);
  await given(platform, history);
  return { deliveryId, history };
};

/** The 20 events of a delivery with crew, customer, six checkpoints and two attempts, about to set out again. */
export const aLongStory = () => {
  const deliveryId = newId();
  const route = plan(newId(), 6);
  const changed = (from: deliveries.DeliveryStatus, to: deliveries.DeliveryStatus, reason?: string) =>
    deliveries.DeliveryStatusChanged({ from, to, reason });
  const reached = (sequence: number) => deliveries.CheckpointReached({ sequence });
  const incident = (type: 'Delay' | 'Breakdown', description: string) => {
    const incidentId = newId();
    return [
      deliveries.IncidentReported({ incidentId, type, severity: 'Low', description }),
      deliveries.IncidentResolved({ incidentId, note: 'Resolvido' }),
    ];
  };
  const again = (attempt: number) => [deliveries.DeliveryRetried({ attempt, route }), changed('Failed', 'PickedUp')];
  const events = [
    deliveries.DeliveryCreated({
      route,
      ...crew(),
      reference: `ORDER-${deliveryId.slice(0, 8)}`,
      customerId: newId(),
      promised: { from: hour(12), to: hour(18) },
      priority: 'Normal',
    }),
    changed('PickedUp', 'InTransit'),
    reached(1),
    reached(2),
    ...incident('Delay', 'Trânsito na ponte, uma hora parados'),
    reached(3),
    changed('InTransit', 'Failed', 'Ninguém em casa'),
    ...again(2),
    changed('PickedUp', 'InTransit'),
    reached(1),
    reached(2),
    reached(3),
    reached(4),
    ...incident('Breakdown', 'Um pneu furado na segunda circular'),
    changed('InTransit', 'Failed', 'Ninguém em casa'),
    ...again(3),
  ];
  return { deliveryId, history: historyOf('deliveries', 'delivery', deliveryId, events) };
};
