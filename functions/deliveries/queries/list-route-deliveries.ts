import { csv, id, page, pageOf, query, z } from '@waybill/kernel';
import { DeliveryStatus } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { DeliveryAnswer, deliveryAnswer } from '../answers/delivery-answer.ts';
import { withIncidents } from '../answers/with-incidents.ts';
import { route } from '../external-aggregates.ts';
import { routeNotFound } from '../problems.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { deliveryStory } from '../projections/delivery-story.ts';

export const listRouteDeliveries = query({
  summary: 'List a route’s deliveries',
  description: 'Newest first.',
  route: 'GET /routes/{routeId}/deliveries',
  role: 'auditor',
  refuses: [routeNotFound],
  input: z.strictObject({
    routeId: id().describe('The route.'),
    status: csv(DeliveryStatus).describe('Only those with one of these statuses.'),
    ...page,
  }),
  example: { routeId: exampleIds.activeRoute },
  output: pageOf(DeliveryAnswer),
  reads: { deliveries: deliveryRow, stories: deliveryStory, routes: route },

  answer: async ({ routeId, status, limit, cursor }, { deliveries, stories, routes }, { now }) => {
    if (!(await routes.state(routeId))) return routeNotFound({ routeId });
    const found = await deliveries.list('route', {
      by: routeId,
      descending: true,
      limit,
      cursor,
      filters: { routeId, status },
      ...(status && { where: (row) => status.includes(row.status) }),
    });
    const items = await withIncidents(found.items, stories);
    return { ...found, items: items.map((row) => deliveryAnswer(row, now)) };
  },
});
