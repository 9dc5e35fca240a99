import { projection } from '@waybill/kernel';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  DeliveryStatusChanged,
  DriverAssigned,
  DriverHandedOver,
  DriverUnassigned,
  IncidentReported,
  IncidentResolved,
  ProofCaptured,
  type RoutePlan,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';
import { delivery } from '../delivery.ts';
import { DeliveryRow } from '../delivery-row.ts';
import { deliveryTally } from '../delivery-tally.ts';
import { isLive } from '../is-live.ts';

const planned = ({ checkpoints, name, ...route }: RoutePlan): Pick<DeliveryRow, 'route' | 'checkpoints'> => ({
  route: { ...route, name: name ?? null },
  checkpoints: checkpoints.map(({ position, ...checkpoint }) => ({
    ...checkpoint,
    position: position ?? null,
    reachedAt: null,
    reachedPosition: null,
  })),
});

export const deliveryRow = projection<DeliveryRow>('delivery', {
  of: delivery,
  row: DeliveryRow,
  indexes: {
    all: ({ createdAt }) => ['', createdAt],
    route: ({ route, createdAt }) => [route.routeId, createdAt],
  },
  counters: deliveryTally,
})
  .begin(DeliveryCreated, ({ aggregateId, at, data }) => ({
    deliveryId: aggregateId,
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
