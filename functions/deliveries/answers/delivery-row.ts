import { Position, z } from '@waybill/kernel';
import { DeliveryStatus, IncidentType, Priority, RoutePlan, Severity, TimeWindow } from '#events/deliveries';

const Time = z.iso.datetime();

export const AssignedDriver = z
  .object({
    driverId: z.guid().describe('The driver.'),
    name: z.string().describe('Their name when they were assigned.'),
  })
  .meta({ id: 'AssignedDriver', description: 'The driver of a delivery.' });

export const AssignedVehicle = z
  .object({
    vehicleId: z.guid().describe('The vehicle.'),
    registration: z.string().describe('Its registration when it was assigned.'),
  })
  .meta({ id: 'AssignedVehicle', description: 'The vehicle of a delivery.' });

const DeliveryRoute = RoutePlan.omit({ checkpoints: true, name: true })
  .extend({ name: z.string().nullable().describe('Its name, if it has one.') })
  .meta({ id: 'DeliveryRoute', description: 'The route as it was when the delivery was put on it.' });

const Proof = z
  .object({
    receiverName: z.string().describe('Who received it.'),
    signatureUrl: z.string().nullable().describe('Where the picture of the signature is, if there is one.'),
    photoUrl: z.string().nullable().describe('Where the photo is, if there is one.'),
    position: Position.nullable().describe('Where it was handed over, if known.'),
    capturedAt: Time.describe('When it was handed over.'),
  })
  .meta({ id: 'Proof', description: 'The proof of delivery.' });

const HandOver = z
  .object({
    of: z.enum(['Driver', 'Vehicle']).describe('What was handed over.'),
    from: z.guid().nullable().describe('The driver or vehicle before, if there was one.'),
    to: z.guid().describe('The driver or vehicle after it.'),
    reason: z.string().describe('Why.'),
    at: Time.describe('When.'),
  })
  .meta({ id: 'HandOver', description: 'A change of driver or vehicle on the way.' });

const Failure = z
  .object({
    attempt: z.number().int().describe('Which attempt failed: 1, 2, 3 …'),
    reason: z.string().nullable().describe('Why.'),
    at: Time.describe('When.'),
  })
  .meta({ id: 'Failure', description: 'An attempt that failed.' });

const Cancellation = z
  .object({
    reason: z.string().nullable().describe('Why.'),
    requestedBy: z.string().describe('Who wanted it.'),
    at: Time.describe('When.'),
  })
  .meta({ id: 'Cancellation', description: 'Why and when a delivery was cancelled.' });

const DeliveryIncident = z
  .object({
    incidentId: z.guid().describe('The incident.'),
    type: IncidentType,
    severity: Severity.nullable().describe('How bad it is, if somebody said so.'),
    description: z.string().describe('What happened.'),
    checkpoint: z.number().int().nullable().describe('The sequence of the checkpoint where it happened, if known.'),
    reportedAt: Time.describe('When it was reported.'),
    resolvedAt: Time.nullable().describe('When it was resolved, if it is.'),
    note: z.string().nullable().describe('How it ended.'),
  })
  .meta({ id: 'DeliveryIncident', description: 'Something that went wrong on a delivery.' });

/** A delivery as lists show it: as it is now. What it went through is in `DeliveryStory`. */
export const DeliveryRow = z.object({
  deliveryId: z.guid().describe('The delivery.'),
  reference: z.string().nullable().describe('Your own number for it.'),
  status: DeliveryStatus,
  priority: Priority,
  attempt: z.number().int().describe('Which attempt it is: 1, 2, 3 …'),
  route: DeliveryRoute,
  driver: AssignedDriver.nullable().describe('Its driver, if it has one.'),
  vehicle: AssignedVehicle.nullable().describe('Its vehicle, if it has one.'),
  customerId: z.guid().nullable().describe('Whom it is for.'),
  promised: TimeWindow.nullable().describe('The window promised to the customer.'),
  checkpoints: z
    .array(
      z.object({
        sequence: z.number().int().describe('Its place on the route.'),
        location: z.string().describe('Where it is.'),
        expectedAt: Time.describe('When the driver is expected there.'),
        position: Position.nullable().describe('Where it is on the earth, if known.'),
        reachedAt: Time.nullable().describe('When it was reached, if it is.'),
        reachedPosition: Position.nullable().describe('Where the driver was then, if known.'),
      }),
    )
    .describe('The checkpoints of its route, in order.'),
  incidents: z.array(DeliveryIncident).describe('What went wrong, oldest first.'),
  /** How many resolved incidents are left out: the row does not grow with its history. */
  earlierIncidents: z.number().int(),
  proof: Proof.nullable().describe('The proof of delivery, once it is delivered.'),
  notes: z.string().nullable().describe('What the driver should know.'),
  createdAt: Time.describe('When it was created.'),
  updatedAt: Time.describe('When it was last changed.'),
  /** When it was over, if it is. */
  endedAt: Time.nullable().describe('When it was over, if it is.'),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

/** A delivery with all it went through. It is folded from the stream when it is asked for, and never stored. */
export const DeliveryStory = DeliveryRow.extend({
  handOvers: z.array(HandOver).describe('Changes of driver or vehicle on the way, oldest first.'),
  failures: z.array(Failure).describe('Attempts that failed, oldest first.'),
  cancellation: Cancellation.nullable().describe('Why and when it was cancelled, if it is.'),
});
export type DeliveryStory = z.infer<typeof DeliveryStory>;
