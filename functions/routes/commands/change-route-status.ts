import { command, id, z } from '@waybill/kernel';
import { RouteStatus, RouteStatusChanged, routeUse } from '#events/routes';
import { endOf } from '../end-of.ts';
import { inUse } from '../in-use.ts';
import { routeHasNoSchedule, routeInUse } from '../problems.ts';
import { route } from '../route.ts';

export const changeRouteStatus = command({
  summary: 'Open a route to deliveries, or close it',
  route: 'PUT /routes/{routeId}/status',
  role: 'officer',
  input: z.strictObject({ routeId: id(), status: RouteStatus }),
  on: route,
  refuses: [routeHasNoSchedule, routeInUse],
  consults: { uses: routeUse },
  where: ({ routeId }) => ({ uses: routeId }),

  decide: (route, { status: to }, { sees: { uses } }) => {
    const { status: from } = route;
    if (from === to) return [];
    if (to === 'Active' && !endOf(route)) return routeHasNoSchedule();
    if (from === 'Active' && uses.length) return inUse(uses);
    return RouteStatusChanged({ from, to });
  },
});
