import { id, query, time, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { DeliveryAnswer, deliveryAnswer } from '../answers/delivery-answer.ts';
import { withIncidents } from '../answers/with-incidents.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { deliveryStory } from '../projections/delivery-story.ts';

export const getDelivery = query({
  summary: 'Get a delivery',
  description: 'The current state, or with `asOf` the state at that time.',
  route: 'GET /deliveries/{deliveryId}',
  role: 'auditor',
  of: 'delivery',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    asOf: time().optional().describe('Return the state at this time.'),
  }),
  example: { deliveryId: exampleIds.delivery },
  output: versioned(DeliveryAnswer),
  reads: { deliveries: deliveryRow, stories: deliveryStory },

  answer: async ({ deliveryId, asOf }, { deliveries, stories }, { now }) => {
    const found = asOf ? await stories.asOf(deliveryId, asOf) : await deliveries.get(deliveryId);
    if (!found) return undefined;
    const [row = found] = await withIncidents([found], stories);
    return { ...deliveryAnswer(row, asOf ?? now), version: row.version };
  },
});
