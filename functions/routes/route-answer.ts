import { RouteRow } from './projections/route-row.ts';

/** A route with its checkpoints. */
export const Route = RouteRow.omit({ plannedEnd: true }).meta({
  id: 'Route',
  description: 'A route with its checkpoints.',
});

/** A route in a list: without its checkpoints, to limit the size of the response. */
export const RouteAnswer = RouteRow.omit({ plannedEnd: true, checkpoints: true }).meta({
  id: 'RouteSummary',
  description: 'A route without its checkpoints.',
});
