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
    outcome: DeliveryStatus.extract(['Delivered', 'Failed', 'Cancelled']).describe('How it ended.'),
    startedAt: z.iso.datetime().describe('When it was created.'),
    endedAt: z.iso.datetime().describe('When it was over.'),
    durationMinutes: z.number().describe('The minutes in between.'),
    attempts: z.number().int().describe('How many attempts it took.'),
    route,
    driver,
    vehicle,
    promised,
    due: z.iso.datetime().describe('The end of the window promised, or of the route.'),
    onTime: z.boolean().nullable().describe('Whether it came in time; unknown for what was not delivered.'),
    delayMinutes: z.number().nullable().describe('How late it came, in minutes; unknown for what was not delivered.'),
    checkpoints: z
      .array(
        checkpoints.element
          .pick({ sequence: true, location: true, expectedAt: true, reachedAt: true })
          .extend({ delayMinutes: z.number().nullable().describe('How late it was reached, in minutes.') })
          .meta({ id: 'CheckpointSummary', description: 'How a checkpoint was reached.' }),
      )
      .describe('The checkpoints of the route, in sequence.'),
    distanceMetres: z
      .number()
      .nullable()
      .describe('Along the checkpoints reached and the door, as the crow flies, where they are known.'),
    incidents: z
      .array(
        incidents.element
          .extend({ durationMinutes: z.number().nullable().describe('How long it lasted, in minutes, if it is over.') })
          .meta({ id: 'IncidentSummary', description: 'An incident, and how long it lasted.' }),
      )
      .describe('What went wrong, oldest first.'),
    handOvers,
    failures,
    cancellation,
    proof,
  })
  .meta({ id: 'DeliverySummary', description: 'How a delivery went.' });

export const getDeliverySummary = query({
  summary: 'Get a delivery’s summary',
  description: 'How a delivery went, once it is over.',
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
