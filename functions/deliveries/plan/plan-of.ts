import type { RoutePlan } from '#events/deliveries';
import type { RouteState } from '../external-aggregates.ts';

/** The copy of the route that a delivery keeps. The end is the later of the planned end and the last checkpoint. */
export const planOf = (routeId: string, route: RouteState): RoutePlan => {
  const { name, origin, destination, scheduledStart, plannedEnd, checkpoints } = route;
  const ends = [scheduledStart, plannedEnd ?? '', checkpoints.at(-1)?.expectedAt ?? ''];
  return {
    routeId,
    name,
    origin,
    destination,
    scheduledStart,
    scheduledEnd: ends.toSorted().at(-1)!,
    checkpoints: [...checkpoints],
  };
};
