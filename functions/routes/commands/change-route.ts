import { clearableText, command, id, text, time, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { RouteRedirected, RouteRenamed, RouteRescheduled, routeUse } from '#events/routes';
import { inUse } from '../in-use.ts';
import { routeHasNoSchedule, routeInUse, routeNotPlanning, scheduleOutOfOrder } from '../problems.ts';
import { route } from '../route.ts';
import { endOf } from '../schedule/end-of.ts';
import { misplanned } from '../schedule/misplanned.ts';
import { notPlanning } from '../schedule/not-planning.ts';

export const changeRoute = command({
  summary: 'Change a route',
  description: 'Only the fields that are sent change; `null` removes the name or the planned end.',
  route: 'PATCH /routes/{routeId}',
  role: 'officer',
  input: z
    .strictObject({
      routeId: id().describe('The route.'),
      name: clearableText(100).describe('The name; `null` removes it.'),
      origin: text(200).optional().describe('Where it starts.'),
      destination: text(200).optional().describe('Where it ends.'),
      scheduledStart: time().optional().describe('When it starts.'),
      scheduledEnd: time()
        .nullable()
        .optional()
        .describe('The planned end, after `scheduledStart`. With `null` the route ends at its last checkpoint.'),
    })
    .refine(({ routeId, ...changes }) => Object.keys(changes).length > 0, 'must change something')
    .refine(({ scheduledStart, scheduledEnd }) => !scheduledStart || !scheduledEnd || scheduledStart < scheduledEnd, {
      path: ['scheduledEnd'],
      error: 'must be after scheduledStart',
    })
    .meta({ minProperties: 1 }),
  example: { routeId: exampleIds.plannedRoute, name: 'Late morning round' },
  on: route,
  refuses: [routeNotPlanning, routeInUse, scheduleOutOfOrder, routeHasNoSchedule],
  reads: { uses: { of: routeUse, id: ({ routeId }) => routeId } },

  decide: (route, { name, scheduledEnd, ...said }, { uses }) => {
    if (route.status === 'Deactivated') return notPlanning(route)!;
    if (route.status === 'Active' && uses.length) return inUse(uses);

    const { origin = route.origin, destination = route.destination, scheduledStart = route.scheduledStart } = said;
    const plannedEnd = scheduledEnd === undefined ? route.plannedEnd : (scheduledEnd ?? undefined);
    const planned = { ...route, scheduledStart, plannedEnd };
    const no = misplanned(planned);
    if (no) return no;
    if (route.status === 'Active' && !endOf(planned)) return routeHasNoSchedule();

    const renamed = name !== undefined && (name ?? undefined) !== route.name;
    const redirected = origin !== route.origin || destination !== route.destination;
    const rescheduled = scheduledStart !== route.scheduledStart || plannedEnd !== route.plannedEnd;
    return [
      ...(renamed ? [RouteRenamed({ name: name ?? undefined })] : []),
      ...(redirected ? [RouteRedirected({ origin, destination })] : []),
      ...(rescheduled ? [RouteRescheduled({ scheduledStart, scheduledEnd: plannedEnd })] : []),
    ];
  },
});
