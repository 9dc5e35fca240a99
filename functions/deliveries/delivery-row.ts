import { z } from '@waybill/kernel';
import { DeliveryStatus, IncidentType, Priority, RoutePlan, Severity } from '#events/deliveries';

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
