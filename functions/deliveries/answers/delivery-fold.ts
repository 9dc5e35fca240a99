import { projection } from '@waybill/kernel';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  DeliveryStatusChanged,
  DestinationChanged,
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
import { isLive } from '../is-live.ts';
import type { DeliveryRow, DeliveryStory } from './delivery-row.ts';

type Spec<Row> = Omit<Parameters<typeof projection<Row>>[1], 'of' | 'changedAt'>;

/** How the fold handles past failures, hand-overs, cancellations and resolved incidents. */
export interface History<Row> {
  readonly begun: (row: DeliveryRow) => Row;
  readonly failed: (row: Row, failure: DeliveryStory['failures'][number]) => Row;
  readonly handedOver: (row: Row, handOver: DeliveryStory['handOvers'][number]) => Row;
  readonly cancelled: (row: Row, cancellation: NonNullable<DeliveryStory['cancellation']>) => Row;
  readonly resolved: (row: Row) => Row;
}

const planned = ({ checkpoints, name, ...route }: RoutePlan): Pick<DeliveryRow, 'route' | 'checkpoints'> => ({
  route: { ...route, name: name ?? null },
  checkpoints: checkpoints.map(({ position, locationId, contactId, ...checkpoint }) => ({
    ...checkpoint,
    position: position ?? null,
    locationId: locationId ?? null,
    contactId: contactId ?? null,
    reachedAt: null,
    reachedPosition: null,
  })),
});

/** Folds the events of a delivery. `history` decides how much of the past the row keeps. */
export const deliveryFold = <Row extends DeliveryRow>(name: string, spec: Spec<Row>, history: History<Row>) =>
  projection<Row>(name, { of: delivery, changedAt: 'updatedAt', ...spec })
    .begin(DeliveryCreated, ({ aggregateId, at, data }) =>
      history.begun({
        deliveryId: aggregateId,
        reference: data.reference ?? null,
        status: 'PickedUp',
        priority: data.priority,
        attempt: 1,
        ...planned(data.route),
        driver: data.driverId ? { driverId: data.driverId, name: data.driverName ?? '' } : null,
        vehicle: data.vehicleId ? { vehicleId: data.vehicleId, registration: data.registration ?? '' } : null,
        customerId: data.customerId ?? null,
        locationId: data.locationId ?? null,
        contactId: data.contactId ?? null,
        promised: data.promised ?? null,
        incidents: [],
        earlierIncidents: 0,
        proof: null,
        notes: data.notes ?? null,
        createdAt: at,
        updatedAt: at,
        endedAt: null,
      }),
    )
    .on(DeliveryStatusChanged, (row, { at, data: { to, reason } }) => {
      const changed = { ...row, status: to, endedAt: isLive(to) ? null : (row.endedAt ?? at) };
      return to === 'Failed' ? history.failed(changed, { attempt: row.attempt, reason: reason ?? null, at }) : changed;
    })
    .on(DeliveryRetried, (row, { data: { attempt, route } }) => ({
      ...row,
      attempt,
      ...planned(route),
      endedAt: null,
    }))
    .on(DestinationChanged, (row, { data: { locationId, contactId } }) => ({
      ...row,
      locationId: locationId ?? null,
      contactId: contactId ?? null,
    }))
    .on(DeliveryCancelled, (row, { at, data: { reason, requestedBy } }) =>
      history.cancelled(row, { reason: reason ?? null, requestedBy, at }),
    )
    .on(DriverAssigned, (row, { data: { driverId, driverName } }) => ({
      ...row,
      driver: { driverId, name: driverName },
    }))
    .on(DriverHandedOver, (row, { at, data: { fromDriverId, driverId, driverName, reason } }) =>
      history.handedOver(
        { ...row, driver: { driverId, name: driverName } },
        { of: 'Driver', from: fromDriverId ?? null, to: driverId, reason, at },
      ),
    )
    .on(DriverUnassigned, (row) => ({ ...row, driver: null }))
    .on(VehicleAssigned, (row, { data: { vehicleId, registration } }) => ({
      ...row,
      vehicle: { vehicleId, registration },
    }))
    .on(VehicleHandedOver, (row, { at, data: { fromVehicleId, vehicleId, registration, reason } }) =>
      history.handedOver(
        { ...row, vehicle: { vehicleId, registration } },
        { of: 'Vehicle', from: fromVehicleId ?? null, to: vehicleId, reason, at },
      ),
    )
    .on(VehicleUnassigned, (row) => ({ ...row, vehicle: null }))
    .on(CheckpointReached, (row, { at, data: { sequence, position } }) => ({
      ...row,
      checkpoints: row.checkpoints.map((checkpoint) =>
        checkpoint.sequence === sequence
          ? { ...checkpoint, reachedAt: at, reachedPosition: position ?? null }
          : checkpoint,
      ),
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
    }))
    .on(IncidentResolved, (row, { at, data: { incidentId, note } }) =>
      history.resolved({
        ...row,
        incidents: row.incidents.map((incident) =>
          incident.incidentId === incidentId ? { ...incident, resolvedAt: at, note: note ?? null } : incident,
        ),
      }),
    );
