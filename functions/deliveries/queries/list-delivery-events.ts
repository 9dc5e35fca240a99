import { id, page, query, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { delivery } from '../delivery.ts';

const Happened = z
  .object({
    version: z.number().int().describe('Its place in the history: 1, 2, 3 …'),
    type: z.string().describe('The event type, such as `DeliveryStatusChanged`.'),
    at: z.iso.datetime().describe('When it happened.'),
    by: z.string().describe('The id of the user, API key or reaction that caused it.'),
    data: z.record(z.string(), z.unknown()).describe('The payload, which depends on the type.'),
  })
  .meta({ id: 'DeliveryEvent', description: 'An event of a delivery.' });

const History = z
  .object({
    items: z.array(Happened).describe('The events of this page, oldest first.'),
    nextCursor: z.string().optional().describe('The `cursor` of the next page; absent on the last page.'),
  })
  .meta({ id: 'DeliveryEventPage', description: 'A page of the history of a delivery.' });

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
