import { id, query, time, z } from '@waybill/kernel';
import { DeliveryAnswer, deliveryAnswer } from '../delivery-answer.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

export const getDelivery = query({
  summary: 'How a delivery stands, or stood at a time',
  route: 'GET /deliveries/{deliveryId}',
  role: 'auditor',
  of: 'delivery',
  input: z.strictObject({ deliveryId: id(), asOf: time().optional() }),
  output: DeliveryAnswer.extend({ version: z.number().int() }),
  reads: { deliveries: deliveryRow },

  answer: async ({ deliveryId, asOf }, { deliveries }, { now }) => {
    const row = asOf ? await deliveries.asOf(deliveryId, asOf) : await deliveries.get(deliveryId);
    return row && { ...deliveryAnswer(row, asOf ?? now), version: row.version };
  },
});
