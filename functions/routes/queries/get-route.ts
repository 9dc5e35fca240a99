import { id, query, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { routeRow } from '../projections/route-row.ts';
import { Route } from '../route-answer.ts';

export const getRoute = query({
  summary: 'Get a route',
  description: 'A route with its checkpoints.',
  route: 'GET /routes/{routeId}',
  role: 'auditor',
  of: 'route',
  input: z.strictObject({ routeId: id().describe('The route.') }),
  example: { routeId: exampleIds.activeRoute },
  output: versioned(Route),
  reads: { routes: routeRow },

  answer: ({ routeId }, { routes }) => routes.get(routeId),
});
