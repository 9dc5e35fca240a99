import { id, page, query, z } from '@waybill/kernel';
import { delivery } from '../delivery.ts';

const Happened = z.object({
  version: z.number().int(),
  type: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const listDeliveryEvents = query({
  summary: 'All that happened to a delivery, oldest first',
  route: 'GET /deliveries/{deliveryId}/events',
  role: 'auditor',
  of: 'delivery',
  input: z.strictObject({ deliveryId: id(), ...page }),
  output: z.object({ items: z.array(Happened), nextCursor: z.string().optional() }),
  reads: { history: delivery },

  answer: ({ deliveryId, ...options }, { history }) => history.page(deliveryId, options),
});
