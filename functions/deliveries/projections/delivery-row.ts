import { projection, z } from '@waybill/kernel';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  DeliveryStatus,
  DeliveryStatusChanged,
  DriverAssigned,
  DriverHandedOver,
  DriverUnassigned,
  IncidentReported,
  IncidentResolved,
  IncidentType,
  Priority,
  ProofCaptured,
  RoutePlan,
  Severity,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';
import { delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';
import { punctuality } from '../punctuality.ts';

const Position = z.object({ latitude: z.number(), longitude: z.number() });
const Nullable = { time: z.iso.datetime().nullable(), text: z.string().nullable(), id: z.uuid().nullable() };

/** A delivery as the people who run it see it. */
export const DeliveryRow = z.object({
  deliveryId: z.uuid(),
  reference: Nullable.text,
  status: DeliveryStatus,
  priority: Priority,
  attempt: z.number().int(),
  route: RoutePlan.omit({ checkpoints: true, name: true }).extend({ name: Nullable.text }),
  driver: z.object({ driverId: z.uuid(), name: z.string() }).nullable(),
  vehicle: z.object({ vehicleId: z.uuid(), registration: z.string() }).nullable(),
  customerId: Nullable.id,
  promised: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).nullable(),
  checkpoints: z.array(
    z.object({
      sequence: z.number().int(),
      location: z.string(),
      expectedAt: z.iso.datetime(),
      position: Position.nullable(),
      reachedAt: Nullable.time,
      reachedPosition: Position.nullable(),
    }),
  ),
  incidents: z.array(
    z.object({
      incidentId: z.uuid(),
      type: IncidentType,
      severity: Severity.nullable(),
      description: z.string(),
      checkpoint: z.number().int().nullable(),
      reportedAt: z.iso.datetime(),
      resolvedAt: Nullable.time,
      note: Nullable.text,
    }),
  ),
  proof: z
    .object({
      receiverName: z.string(),
      signatureUrl: Nullable.text,
      photoUrl: Nullable.text,
      position: Position.nullable(),
      capturedAt: z.iso.datetime(),
    })
    .nullable(),
  handOvers: z.array(
    z.object({
      of: z.enum(['Driver', 'Vehicle']),
      from: Nullable.id,
      to: z.uuid(),
      reason: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  failures: z.array(z.object({ attempt: z.number().int(), reason: Nullable.text, at: z.iso.datetime() })),
  cancellation: z.object({ reason: Nullable.text, requestedBy: z.string(), at: z.iso.datetime() }).nullable(),
  notes: Nullable.text,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** When it was over, if it is. */
  endedAt: Nullable.time,
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

const planned = ({ checkpoints, name, ...route }: RoutePlan): Pick<DeliveryRow, 'route' | 'checkpoints'> => ({
  route: { ...route, name: name ?? null },
  checkpoints: checkpoints.map(({ position, ...checkpoint }) => ({
    ...checkpoint,
    position: position ?? null,
    reachedAt: null,
    reachedPosition: null,
  })),
});

const seconds = (minutes: number) => Math.round(minutes * 60);

export const deliveryRow = projection<DeliveryRow>('delivery', {
  of: delivery,
  row: DeliveryRow,
  lists: {
    all: ({ createdAt }) => ['', createdAt],
    route: ({ route, createdAt }) => [route.routeId, createdAt],
  },
  tally: (row) => {
    const { delivered, onTime, delayMinutes } = punctuality(row);
    const open = row.incidents.filter(({ resolvedAt }) => !resolvedAt).map(({ severity }) => severity ?? 'Unrated');
    return {
      bucket: row.createdAt.slice(0, 10),
      counts: {
        [`status.${row.status}`]: 1,
        [`priority.${row.priority}`]: 1,
        ...(delivered && { delivered: 1, onTime: onTime ? 1 : 0, delaySeconds: seconds(delayMinutes) }),
        ...Object.fromEntries([...Map.groupBy(open, (it) => it)].map(([it, all]) => [`open.${it}`, all.length])),
      },
    };
  },
})
  .begin(DeliveryCreated, ({ id, at, data }) => ({
    deliveryId: id,
    reference: data.reference ?? null,
    status: 'PickedUp',
    priority: data.priority,
    attempt: 1,
    ...planned(data.route),
    driver: data.driverId ? { driverId: data.driverId, name: data.driverName ?? '' } : null,
    vehicle: data.vehicleId ? { vehicleId: data.vehicleId, registration: data.registration ?? '' } : null,
    customerId: data.customerId ?? null,
    promised: data.promised ?? null,
    incidents: [],
    proof: null,
    handOvers: [],
    failures: [],
    cancellation: null,
    notes: data.notes ?? null,
    createdAt: at,
    updatedAt: at,
    endedAt: null,
  }))
  .on(DeliveryStatusChanged, (row, { at, data: { to, reason } }) => ({
    ...row,
    status: to,
    failures: to === 'Failed' ? [...row.failures, { attempt: row.attempt, reason: reason ?? null, at }] : row.failures,
    endedAt: isLive(to) ? null : (row.endedAt ?? at),
    updatedAt: at,
  }))
  .on(DeliveryRetried, (row, { at, data: { attempt, route } }) => ({
    ...row,
    attempt,
    ...planned(route),
    endedAt: null,
    updatedAt: at,
  }))
  .on(DeliveryCancelled, (row, { at, data: { reason, requestedBy } }) => ({
    ...row,
    cancellation: { reason: reason ?? null, requestedBy, at },
    updatedAt: at,
  }))
  .on(DriverAssigned, (row, { at, data: { driverId, driverName } }) => ({
    ...row,
    driver: { driverId, name: driverName },
    updatedAt: at,
  }))
  .on(DriverHandedOver, (row, { at, data: { fromDriverId, driverId, driverName, reason } }) => ({
    ...row,
    driver: { driverId, name: driverName },
    handOvers: [...row.handOvers, { of: 'Driver', from: fromDriverId ?? null, to: driverId, reason, at }],
    updatedAt: at,
  }))
  .on(DriverUnassigned, (row, { at }) => ({ ...row, driver: null, updatedAt: at }))
  .on(VehicleAssigned, (row, { at, data: { vehicleId, registration } }) => ({
    ...row,
    vehicle: { vehicleId, registration },
    updatedAt: at,
  }))
  .on(VehicleHandedOver, (row, { at, data: { fromVehicleId, vehicleId, registration, reason } }) => ({
    ...row,
    vehicle: { vehicleId, registration },
    handOvers: [...row.handOvers, { of: 'Vehicle', from: fromVehicleId ?? null, to: vehicleId, reason, at }],
    updatedAt: at,
  }))
  .on(VehicleUnassigned, (row, { at }) => ({ ...row, vehicle: null, updatedAt: at }))
  .on(CheckpointReached, (row, { at, data: { sequence, position } }) => ({
    ...row,
    checkpoints: row.checkpoints.map((checkpoint) =>
      checkpoint.sequence === sequence
        ? { ...checkpoint, reachedAt: at, reachedPosition: position ?? null }
        : checkpoint,
    ),
    updatedAt: at,
  }))
  .on(ProofCaptured, (row, { at, data: { receiverName, signatureUrl, photoUrl, position } }) => ({
    ...row,
    proof: {
      receiverName,
      signatureUrl: signatureUrl ?? null,
      photoUrl: photoUrl ?? null,
      position: position ?? null,
      capturedAt: at,
    },
    updatedAt: at,
  }))
  .on(IncidentReported, (row, { at, data: { incidentId, type, severity, description, checkpoint } }) => ({
    ...row,
    incidents: [
      ...row.incidents,
      {
        incidentId,
        type,
        severity: severity ?? null,
        description,
        checkpoint: checkpoint ?? null,
        reportedAt: at,
        resolvedAt: null,
        note: null,
      },
    ],
    updatedAt: at,
  }))
  .on(IncidentResolved, (row, { at, data: { incidentId, note } }) => ({
    ...row,
    incidents: row.incidents.map((incident) =>
      incident.incidentId === incidentId ? { ...incident, resolvedAt: at, note: note ?? null } : incident,
    ),
    updatedAt: at,
  }));
