import { aggregate, claim } from '@waybill/kernel';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  type DeliveryStatus,
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
import { bookAll } from './crew/bookings.ts';
import { isLive } from './is-live.ts';
import { references } from './references.ts';

export interface Delivery {
  readonly status: DeliveryStatus;
  readonly reference?: string | undefined;
  readonly route: RoutePlan;
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly locationId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly attempt: number;
  /** The checkpoints reached on this attempt, by their sequence. */
  readonly reached: readonly number[];
  readonly incidents: ReadonlyMap<string, 'Open' | 'Resolved'>;
}

export const delivery = aggregate('deliveries', 'delivery')
  .begin(
    DeliveryCreated,
    ({ reference, route, driverId, vehicleId, locationId, contactId }): Delivery => ({
      status: 'PickedUp',
      reference,
      route,
      driverId,
      vehicleId,
      locationId,
      contactId,
      attempt: 1,
      reached: [],
      incidents: new Map(),
    }),
  )
  .on(DeliveryStatusChanged, (delivery, { to }) => ({ ...delivery, status: to }))
  .on(DeliveryRetried, (delivery, { attempt, route }) => ({ ...delivery, attempt, route, reached: [] }))
  .on(DestinationChanged, (delivery, { locationId, contactId }) => ({ ...delivery, locationId, contactId }))
  .on(DeliveryCancelled, (delivery) => delivery)
  .on(DriverAssigned, (delivery, { driverId }) => ({ ...delivery, driverId }))
  .on(DriverHandedOver, (delivery, { driverId }) => ({ ...delivery, driverId }))
  .on(DriverUnassigned, (delivery) => ({ ...delivery, driverId: undefined }))
  .on(VehicleAssigned, (delivery, { vehicleId }) => ({ ...delivery, vehicleId }))
  .on(VehicleHandedOver, (delivery, { vehicleId }) => ({ ...delivery, vehicleId }))
  .on(VehicleUnassigned, (delivery) => ({ ...delivery, vehicleId: undefined }))
  .on(CheckpointReached, (delivery, { sequence }) => ({ ...delivery, reached: [...delivery.reached, sequence] }))
  .on(ProofCaptured, (delivery) => delivery)
  .on(IncidentReported, (delivery, { incidentId }) => ({
    ...delivery,
    incidents: new Map(delivery.incidents).set(incidentId, 'Open'),
  }))
  .on(IncidentResolved, (delivery, { incidentId }) => ({
    ...delivery,
    incidents: new Map(delivery.incidents).set(incidentId, 'Resolved'),
  }))
  .invariants((delivery) => [
    ...(delivery.reference ? [claim(references, delivery.reference)] : []),
    ...(isLive(delivery.status) ? bookAll(delivery.route, delivery, 0) : []),
  ]);
