import { distanceInMetres, id, query, z } from '@waybill/kernel';
import { DeliveryStatus } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { DeliveryStory } from '../answers/delivery-row.ts';
import { minutesBetween } from '../answers/minutes-between.ts';
import { punctuality } from '../answers/punctuality.ts';
import { isLive } from '../is-live.ts';
import { deliveryNotOver } from '../problems.ts';
import { deliveryStory } from '../projections/delivery-story.ts';

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
} = DeliveryStory.shape;

const DeliverySummary = z
  .object({
    deliveryId,
    reference,
    outcome: DeliveryStatus.extract(['Delivered', 'Failed', 'Cancelled']).describe('The outcome.'),
    startedAt: z.iso.datetime().describe('When it was created.'),
    endedAt: z.iso.datetime().describe('When it ended.'),
    durationMinutes: z.number().describe('The minutes from creation to end.'),
    attempts: z.number().int().describe('The number of attempts.'),
    route,
    driver,
    vehicle,
    promised,
    due: z.iso.datetime().describe('The end of the promised window, or else of the route.'),
    onTime: z.boolean().nullable().describe('Whether it was on time; null unless delivered.'),
    delayMinutes: z.number().nullable().describe('The delay in minutes; null unless delivered.'),
    checkpoints: z
      .array(
        checkpoints.element
          .pick({ sequence: true, location: true, expectedAt: true, reachedAt: true })
          .extend({ delayMinutes: z.number().nullable().describe('The delay in minutes.') })
          .meta({ id: 'CheckpointSummary', description: 'A checkpoint, planned and actual.' }),
      )
      .describe('The checkpoints of the route, in sequence.'),
    distanceMetres: z
      .number()
      .nullable()
      .describe(
        'The great-circle distance along the reached checkpoints to the place of delivery, where positions are known.',
      ),
    incidents: z
      .array(
        incidents.element
          .extend({ durationMinutes: z.number().nullable().describe('The duration in minutes, if it is resolved.') })
          .meta({ id: 'IncidentSummary', description: 'An incident and its duration.' }),
      )
      .describe('The incidents, oldest first.'),
    handOvers,
    failures,
    cancellation,
    proof,
  })
  .meta({ id: 'DeliverySummary', description: 'The summary of a delivery.' });

export const getDeliverySummary = query({
  summary: 'Get a delivery’s summary',
  description: 'Duration, punctuality, checkpoints, distance and incidents of a delivery that is over.',
  route: 'GET /deliveries/{deliveryId}/summary',
  role: 'auditor',
  of: 'delivery',
  refuses: [deliveryNotOver],
  input: z.strictObject({ deliveryId: id().describe('The delivery.') }),
  example: { deliveryId: exampleIds.finishedDelivery },
  output: DeliverySummary,
  reads: { stories: deliveryStory },

  answer: async ({ deliveryId }, { stories }) => {
    const row = await stories.get(deliveryId);
    if (!row) return undefined;
    if (isLive(row.status) || !row.endedAt) return deliveryNotOver({ current: row.status });
    return summaryOf({ ...row, endedAt: row.endedAt });
  },
});

const summaryOf = (row: DeliveryStory & { endedAt: string }): z.input<typeof DeliverySummary> => {
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

const distanceOf = ({ checkpoints, proof }: DeliveryStory): number | null => {
  const points = [
    ...checkpoints.flatMap(({ reachedAt, reachedPosition, position }) =>
      reachedAt ? (reachedPosition ?? position ?? []) : [],
    ),
    proof?.position ?? [],
  ].flat();
  return points.length < 2 ? null : Math.round(distanceInMetres(points));
};
