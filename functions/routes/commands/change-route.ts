import { clearableText, command, id, text, time, z } from '@waybill/kernel';
import { RouteRedirected, RouteRenamed, RouteRescheduled, routeUse } from '#events/routes';
import { endOf } from '../end-of.ts';
import { inUse } from '../in-use.ts';
import { misplanned } from '../misplanned.ts';
import { notPlanning } from '../not-planning.ts';
import { routeHasNoSchedule, routeInUse, routeNotPlanning, scheduleOutOfOrder } from '../problems.ts';
import { route } from '../route.ts';

export const changeRoute = command({
  summary: 'Plan a route anew: its name, its ends, its times; null takes away',
  route: 'PATCH /routes/{routeId}',
  role: 'officer',
  input: z
    .strictObject({
      routeId: id(),
      name: clearableText(100),
      origin: text(200).optional(),
      destination: text(200).optional(),
      scheduledStart: time().optional(),
      scheduledEnd: time().nullable().optional(),
    })
    .refine(({ routeId, ...changes }) => Object.values(changes).some((it) => it !== undefined), 'must change something')
    .refine(({ scheduledStart, scheduledEnd }) => !scheduledStart || !scheduledEnd || scheduledStart < scheduledEnd, {
      path: ['scheduledEnd'],
      error: 'must be after scheduledStart',
    }),
  on: route,
  refuses: [routeNotPlanning, routeInUse, scheduleOutOfOrder, routeHasNoSchedule],
  consults: { uses: routeUse },
  where: ({ routeId }) => ({ uses: routeId }),

  decide: (route, { name, scheduledEnd, ...said }, { sees: { uses } }) => {
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
