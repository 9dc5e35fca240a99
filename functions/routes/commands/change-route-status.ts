import { command, id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { RouteStatus, RouteStatusChanged, routeUse } from '#events/routes';
import { inUse } from '../in-use.ts';
import { routeHasNoSchedule, routeInUse } from '../problems.ts';
import { route } from '../route.ts';
import { endOf } from '../schedule/end-of.ts';

export const changeRouteStatus = command({
  summary: 'Change a route’s status',
  description:
    'Deliveries can use an `Active` route. Checkpoints can be changed in `Planning`. A `Deactivated` route is closed.',
  route: 'PUT /routes/{routeId}/status',
  role: 'officer',
  input: z.strictObject({ routeId: id().describe('The route.'), status: RouteStatus }),
  example: { routeId: exampleIds.plannedRoute, status: 'Deactivated' },
  on: route,
  refuses: [routeHasNoSchedule, routeInUse],
  reads: { uses: { of: routeUse, id: ({ routeId }) => routeId } },

  decide: (route, { status: to }, { uses }) => {
    const { status: from } = route;
    if (from === to) return [];
    if (to === 'Active' && !endOf(route)) return routeHasNoSchedule();
    if (from === 'Active' && uses.length) return inUse(uses);
    return RouteStatusChanged({ from, to });
  },
});
