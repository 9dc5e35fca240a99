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

/** Puts a history into the table as it is. */
export const given = (platform: Platform, history: readonly RecordedEvent[]) =>
  platform.events.commit({ org, appends: history });

const hour = (h: number) => `2026-11-20T${String(h).padStart(2, '0')}:00:00.000Z`;

/** A round through Lisbon with three checkpoints, active. */
export const aRoute = async (platform: Platform) => {
  const id = newId();
  const places = ['Praça do Comércio', 'Largo do Rato', 'Campo Pequeno'];
  const facts = [
    routes.RouteCreated({ origin: 'Depósito Alcântara', destination: 'Aeroporto', scheduledStart: hour(8) }),
    ...places.map((location, i) =>
      routes.CheckpointAdded({ checkpoint: { sequence: i + 1, location, expectedAt: hour(9 + i) } }),
    ),
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

/** A delivery with so many events behind it, ready to set out; its route has no checkpoints. */
export const aDelivery = async (platform: Platform, events = 19) => {
  const deliveryId = newId();
  const created = deliveries.DeliveryCreated({
    route: {
      routeId: newId('bench route'),
      origin: 'Depósito Alcântara',
      destination: 'Aeroporto',
      scheduledStart: hour(8),
      scheduledEnd: hour(18),
      checkpoints: [],
    },
    driverId: newId(),
    driverName: 'Ana Sousa',
    vehicleId: newId(),
    registration: 'AA-11-BB',
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
