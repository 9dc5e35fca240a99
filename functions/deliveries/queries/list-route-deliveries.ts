import { id, page, pageOf, query, several, z } from '@waybill/kernel';
import { deliveryStatuses } from '#events/deliveries';
import { DeliveryAnswer, deliveryAnswer } from '../delivery-answer.ts';
import { routeNotFound } from '../problems.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { route } from '../sights.ts';

export const listRouteDeliveries = query({
  summary: 'The deliveries on a route, newest first',
  route: 'GET /routes/{routeId}/deliveries',
  role: 'auditor',
  refuses: [routeNotFound],
  input: z.strictObject({ routeId: id(), status: several(deliveryStatuses), ...page }),
  output: pageOf(DeliveryAnswer),
  reads: { deliveries: deliveryRow, routes: route },

  answer: async ({ routeId, status, limit, cursor }, { deliveries, routes }, { now }) => {
    if (!(await routes.state(routeId))) return routeNotFound({ routeId });
    const found = await deliveries.list('route', {
      by: routeId,
      descending: true,
      limit,
      cursor,
      asked: { routeId, status },
      ...(status && { where: (row) => status.includes(row.status) }),
    });
    return { ...found, items: found.items.map((row) => deliveryAnswer(row, now)) };
  },
});
