import { distanceInMetres, id, query, z } from '@waybill/kernel';
import { DeliveryStatus } from '#events/deliveries';
import { DeliveryRow } from '../delivery-row.ts';
import { isLive } from '../is-live.ts';
import { minutesBetween } from '../minutes-between.ts';
import { deliveryNotOver } from '../problems.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { punctuality } from '../punctuality.ts';

const {
  deliveryId,
  reference,
  route,
  driver,
  vehicle,
  promised,
  proof,
  handOvers,
  failures,
  cancellation,
  checkpoints,
  incidents,
} = DeliveryRow.shape;

const DeliverySummary = z.object({
  deliveryId,
  reference,
  outcome: DeliveryStatus.extract(['Delivered', 'Failed', 'Cancelled']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  durationMinutes: z.number(),
  attempts: z.number().int(),
  route,
  driver,
  vehicle,
  promised,
  due: z.iso.datetime(),
  /** Unknown for what was not delivered. */
  onTime: z.boolean().nullable(),
  delayMinutes: z.number().nullable(),
  checkpoints: z.array(
    checkpoints.element
      .pick({ sequence: true, location: true, expectedAt: true, reachedAt: true })
      .extend({ delayMinutes: z.number().nullable() }),
  ),
  /** Along the checkpoints reached and the door, where they are known. */
  distanceMetres: z.number().nullable(),
  incidents: z.array(incidents.element.extend({ durationMinutes: z.number().nullable() })),
  handOvers,
  failures,
  cancellation,
  proof,
});

export const getDeliverySummary = query({
  summary: 'How a delivery went, once it is over',
  route: 'GET /deliveries/{deliveryId}/summary',
  role: 'auditor',
  of: 'delivery',
  refuses: [deliveryNotOver],
  input: z.strictObject({ deliveryId: id() }),
  output: DeliverySummary,
  reads: { deliveries: deliveryRow },

  answer: async ({ deliveryId }, { deliveries }) => {
    const row = await deliveries.get(deliveryId);
    if (!row) return undefined;
    if (isLive(row.status) || !row.endedAt) return deliveryNotOver({ current: row.status });
    return summaryOf({ ...row, endedAt: row.endedAt });
  },
});

const summaryOf = (row: DeliveryRow & { endedAt: string }): z.input<typeof DeliverySummary> => {
  const { delivered, due, onTime, delayMinutes } = punctuality(row);
  return {
    ...row,
    outcome: row.status as 'Delivered' | 'Failed' | 'Cancelled',
    startedAt: row.createdAt,
    durationMinutes: minutesBetween(row.createdAt, row.endedAt),
    attempts: row.attempt,
    due,
    onTime: delivered ? onTime : null,
    delayMinutes: delivered ? delayMinutes : null,
    checkpoints: row.checkpoints.map((checkpoint) => ({
      ...checkpoint,
      delayMinutes: checkpoint.reachedAt ? minutesBetween(checkpoint.expectedAt, checkpoint.reachedAt) : null,
    })),
    distanceMetres: distanceOf(row),
    incidents: row.incidents.map((incident) => ({
      ...incident,
      durationMinutes: incident.resolvedAt ? minutesBetween(incident.reportedAt, incident.resolvedAt) : null,
    })),
  };
};

const distanceOf = ({ checkpoints, proof }: DeliveryRow): number | null => {
  const points = [
    ...checkpoints.flatMap(({ reachedAt, reachedPosition, position }) =>
      reachedAt ? (reachedPosition ?? position ?? []) : [],
    ),
    proof?.position ?? [],
  ].flat();
  return points.length < 2 ? null : Math.round(distanceInMetres(points));
};
