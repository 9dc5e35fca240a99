import { event, id, Position, personal, z } from '@waybill/kernel';
import { LocationId } from './geo.ts';

/** Events of the deliveries context, from pick-up to proof. Fields are only ever added. */

export const deliveryStatuses = [
  'PickedUp',
  'InTransit',
  'OutForDelivery',
  'Delivered',
  'Failed',
  'Cancelled',
] as const;
export const DeliveryStatus = z
  .enum(deliveryStatuses)
  .meta({ id: 'DeliveryStatus', description: 'The status of a delivery, from pick-up to proof.' });
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const priorities = ['Low', 'Normal', 'High', 'Urgent'] as const;
export const Priority = z.enum(priorities).meta({ id: 'Priority', description: 'The priority of a delivery.' });
export type Priority = z.infer<typeof Priority>;

export const incidentTypes = ['Delay', 'Accident', 'Breakdown', 'Weather', 'Theft', 'Address', 'Other'] as const;
export const IncidentType = z.enum(incidentTypes).meta({ id: 'IncidentType', description: 'The type of an incident.' });
export const severities = ['Low', 'Medium', 'High', 'Critical'] as const;
export const Severity = z.enum(severities).meta({ id: 'Severity', description: 'The severity of an incident.' });

export const TimeWindow = z
  .object({
    from: z.iso.datetime().describe('When it begins.'),
    to: z.iso.datetime().describe('When it ends, exclusive.'),
  })
  .meta({ id: 'TimeWindow', description: 'A span of time.' });

/** The route at the moment when the delivery was put on it. A route does not change while a delivery on it is live. */
export const RoutePlan = z.object({
  routeId: id().describe('The route.'),
  name: z.string().optional().describe('Its name.'),
  origin: z.string().describe('Where it starts.'),
  destination: z.string().describe('Where it ends.'),
  scheduledStart: z.iso.datetime().describe('When it starts.'),
  scheduledEnd: z.iso.datetime().describe('When it ends.'),
  checkpoints: z.array(
    z.object({
      sequence: z.number().int().describe('Its position on the route.'),
      location: z.string().describe('Where it is.'),
      expectedAt: z.iso.datetime().describe('When the driver is expected there.'),
      position: Position.optional(),
      locationId: LocationId.optional().describe('The registered location, if it is one.'),
      contactId: id().optional().describe('The contact at that place, if there is one.'),
    }),
  ),
});
export type RoutePlan = z.infer<typeof RoutePlan>;

/** Where a delivery goes, and the customer's contact: both in geo. */
const destination = { locationId: LocationId.optional(), contactId: id().optional() };

/** The driver's name and the vehicle's registration are those of the time of the event. */
export const DeliveryCreated = event('DeliveryCreated', {
  route: RoutePlan,
  driverId: id().optional(),
  driverName: personal(z.string().optional()),
  vehicleId: id().optional(),
  registration: z.string().optional(),
  reference: z.string().optional(),
  priority: Priority,
  customerId: id().optional(),
  promised: TimeWindow.optional(),
  notes: personal(z.string().optional()),
  ...destination,
});
/** The whole new destination: a field that is absent was removed. */
export const DestinationChanged = event('DestinationChanged', destination);

export const DeliveryStatusChanged = event('DeliveryStatusChanged', {
  from: DeliveryStatus,
  to: DeliveryStatus,
  reason: z.string().optional(),
});
/** A failed delivery starts again, on the route as it is now. */
export const DeliveryRetried = event('DeliveryRetried', { attempt: z.number().int(), route: RoutePlan });
export const DeliveryCancelled = event('DeliveryCancelled', {
  reason: z.string().optional(),
  requestedBy: z.enum(['Customer', 'Dispatcher', 'Driver']),
});

export const DriverAssigned = event('DriverAssigned', { driverId: id(), driverName: personal(z.string()) });
export const DriverHandedOver = event('DriverHandedOver', {
  fromDriverId: id().optional(),
  driverId: id(),
  driverName: personal(z.string()),
  reason: z.string(),
});
export const DriverUnassigned = event('DriverUnassigned', { driverId: id() });
export const VehicleAssigned = event('VehicleAssigned', { vehicleId: id(), registration: z.string() });
export const VehicleHandedOver = event('VehicleHandedOver', {
  fromVehicleId: id().optional(),
  vehicleId: id(),
  registration: z.string(),
  reason: z.string(),
});
export const VehicleUnassigned = event('VehicleUnassigned', { vehicleId: id() });

export const CheckpointReached = event('CheckpointReached', {
  sequence: z.number().int(),
  position: Position.optional(),
});
export const ProofCaptured = event('ProofCaptured', {
  receiverName: personal(z.string()),
  signatureUrl: personal(z.string().optional()),
  photoUrl: personal(z.string().optional()),
  position: Position.optional(),
});

export const IncidentReported = event('IncidentReported', {
  incidentId: id(),
  type: IncidentType,
  severity: Severity.optional(),
  description: z.string(),
  checkpoint: z.number().int().optional(),
  position: Position.optional(),
});
export const IncidentResolved = event('IncidentResolved', { incidentId: id(), note: z.string().optional() });
