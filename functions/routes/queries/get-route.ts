import { id, query, z } from '@waybill/kernel';
import { RouteRow, routeRow } from '../projections/route-row.ts';

export const getRoute = query({
  summary: 'Where a route goes, when, and what it passes',
  route: 'GET /routes/{routeId}',
  role: 'auditor',
  of: 'route',
  input: z.strictObject({ routeId: id() }),
  output: RouteRow.omit({ plannedEnd: true }).extend({ version: z.number().int() }),
  reads: { routes: routeRow },

  answer: ({ routeId }, { routes }) => routes.get(routeId),
});
