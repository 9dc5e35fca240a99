import { id, query, time, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { DeliveryAnswer, deliveryAnswer } from '../delivery-answer.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

export const getDelivery = query({
  summary: 'Get a delivery',
  description: 'As it is now, or with `asOf` as it was at that time.',
  route: 'GET /deliveries/{deliveryId}',
  role: 'auditor',
  of: 'delivery',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    asOf: time().optional().describe('As it was at this time.'),
  }),
  example: { deliveryId: exampleIds.delivery },
  output: versioned(DeliveryAnswer),
  reads: { deliveries: deliveryRow },

  answer: async ({ deliveryId, asOf }, { deliveries }, { now }) => {
    const row = asOf ? await deliveries.asOf(deliveryId, asOf) : await deliveries.get(deliveryId);
    return row && { ...deliveryAnswer(row, asOf ?? now), version: row.version };
  },
});
