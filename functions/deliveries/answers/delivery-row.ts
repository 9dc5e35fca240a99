import { Position, z } from '@waybill/kernel';
import { DeliveryStatus, IncidentType, Priority, RoutePlan, Severity, TimeWindow } from '#events/deliveries';
import { LocationId } from '#events/geo';

const Time = z.iso.datetime();

export const AssignedDriver = z
  .object({
    driverId: z.guid().describe('The driver.'),
    name: z.string().describe('The name of the driver at the time of assignment.'),
  })
  .meta({ id: 'AssignedDriver', description: 'The driver of a delivery.' });

export const AssignedVehicle = z
  .object({
    vehicleId: z.guid().describe('The vehicle.'),
    registration: z.string().describe('The registration of the vehicle at the time of assignment.'),
  })
  .meta({ id: 'AssignedVehicle', description: 'The vehicle of a delivery.' });

const DeliveryRoute = RoutePlan.omit({ checkpoints: true, name: true })
  .extend({ name: z.string().nullable().describe('Its name, if it has one.') })
  .meta({ id: 'DeliveryRoute', description: 'The route as it was when this attempt of the delivery began.' });

const Proof = z
  .object({
    receiverName: z.string().describe('Who received it.'),
    signatureUrl: z.string().nullable().describe('The URL of the signature image, if there is one.'),
    photoUrl: z.string().nullable().describe('The URL of the photo, if there is one.'),
    position: Position.nullable().describe('Where it was handed over, if known.'),
    capturedAt: Time.describe('When it was handed over.'),
  })
  .meta({ id: 'Proof', description: 'The proof of delivery.' });

const HandOver = z
  .object({
    of: z.enum(['Driver', 'Vehicle']).describe('Which of the two changed.'),
    from: z.guid().nullable().describe('The previous driver or vehicle, if there was one.'),
    to: z.guid().describe('The new driver or vehicle.'),
    reason: z.string().describe('Why.'),
    at: Time.describe('When.'),
  })
  .meta({ id: 'HandOver', description: 'A change of driver or vehicle under way.' });

const Failure = z
  .object({
    attempt: z.number().int().describe('The number of the failed attempt: 1, 2, 3 …'),
    reason: z.string().nullable().describe('Why.'),
    at: Time.describe('When.'),
  })
  .meta({ id: 'Failure', description: 'An attempt that failed.' });

const Cancellation = z
  .object({
    reason: z.string().nullable().describe('Why.'),
    requestedBy: z.string().describe('Who requested it.'),
    at: Time.describe('When.'),
  })
  .meta({ id: 'Cancellation', description: 'Why and when a delivery was cancelled.' });

const DeliveryIncident = z
  .object({
    incidentId: z.guid().describe('The incident.'),
    type: IncidentType,
    severity: Severity.nullable().describe('The severity, if reported.'),
    description: z.string().describe('What happened.'),
    checkpoint: z.number().int().nullable().describe('The sequence of the checkpoint where it happened, if known.'),
    reportedAt: Time.describe('When it was reported.'),
    resolvedAt: Time.nullable().describe('When it was resolved, if it is.'),
    note: z.string().nullable().describe('How it was resolved.'),
  })
  .meta({ id: 'DeliveryIncident', description: 'A problem that was reported on a delivery.' });

/** The current state of a delivery, as lists return it. Its history is in `DeliveryStory`. */
export const DeliveryRow = z.object({
  deliveryId: z.guid().describe('The delivery.'),
  reference: z.string().nullable().describe('Your own reference number.'),
  status: DeliveryStatus,
  priority: Priority,
  attempt: z.number().int().describe('The number of the current attempt: 1, 2, 3 …'),
  route: DeliveryRoute,
  driver: AssignedDriver.nullable().describe('Its driver, if it has one.'),
  vehicle: AssignedVehicle.nullable().describe('Its vehicle, if it has one.'),
  customerId: z.guid().nullable().describe('The customer.'),
  locationId: LocationId.nullable().describe('The registered location that it goes to, if there is one.'),
  contactId: z.guid().nullable().describe('The customer’s contact, who gets the messages about it, if there is one.'),
  promised: TimeWindow.nullable().describe('The window promised to the customer.'),
  checkpoints: z
    .array(
      z.object({
        sequence: z.number().int().describe('Its place on the route.'),
        location: z.string().describe('The address or name of the place.'),
        expectedAt: Time.describe('When the driver is expected there.'),
        position: Position.nullable().describe('Its coordinates, if known.'),
        locationId: LocationId.nullable().describe('The registered location, if it is one.'),
        contactId: z.guid().nullable().describe('The contact at that place, if there is one.'),
        reachedAt: Time.nullable().describe('When it was reached, if it is.'),
        reachedPosition: Position.nullable().describe('The position of the driver at that time, if known.'),
      }),
    )
    .describe('The checkpoints of its route, in order.'),
  incidents: z.array(DeliveryIncident).describe('The incidents, oldest first.'),
  /** Number of resolved incidents that are left out. They are left out to bound the size of the row. */
  earlierIncidents: z.number().int(),
  proof: Proof.nullable().describe('The proof of delivery, once it is delivered.'),
  notes: z.string().nullable().describe('Notes for the driver.'),
  createdAt: Time.describe('When it was created.'),
  updatedAt: Time.describe('When it was last changed.'),
  endedAt: Time.nullable().describe('When it ended, if it is over.'),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

/** A delivery with its full history. It is folded from the stream on each request and never stored. */
export const DeliveryStory = DeliveryRow.extend({
  handOvers: z.array(HandOver).describe('Changes of driver or vehicle under way, oldest first.'),
  failures: z.array(Failure).describe('Failed attempts, oldest first.'),
  cancellation: Cancellation.nullable().describe('Why and when it was cancelled, if it was.'),
});
export type DeliveryStory = z.infer<typeof DeliveryStory>;
