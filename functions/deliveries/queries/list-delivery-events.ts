import { id, page, query, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { delivery } from '../delivery.ts';

const Happened = z
  .object({
    version: z.number().int().describe('Its place in the history: 1, 2, 3 …'),
    type: z.string().describe('What happened, such as `DeliveryStatusChanged`.'),
    at: z.iso.datetime().describe('When it happened.'),
    by: z.string().describe('The id of the user, key or reaction that made it happen.'),
    data: z.record(z.string(), z.unknown()).describe('What is known of it, by its type.'),
  })
  .meta({ id: 'DeliveryEvent', description: 'Something that happened to a delivery.' });

const History = z
  .object({
    items: z.array(Happened).describe('The events of this page, oldest first.'),
    nextCursor: z.string().optional().describe('The `cursor` of the next page; the last page has none.'),
  })
  .meta({ id: 'DeliveryEventPage', description: 'A part of the history of a delivery.' });

export const listDeliveryEvents = query({
  summary: 'List a delivery’s events',
  description: 'Its whole history, oldest first: what happened, when and by whom.',
  route: 'GET /deliveries/{deliveryId}/events',
  role: 'auditor',
  of: 'delivery',
  input: z.strictObject({ deliveryId: id().describe('The delivery.'), ...page }),
  example: { deliveryId: exampleIds.finishedDelivery },
  output: History,
  reads: { history: delivery },

  answer: ({ deliveryId, ...options }, { history }) => history.page(deliveryId, options),
});
