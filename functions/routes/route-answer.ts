import { RouteRow } from './projections/route-row.ts';

/** A route with all that is known of it. */
export const Route = RouteRow.omit({ plannedEnd: true }).meta({
  id: 'Route',
  description: 'Where to go, when, and what to pass on the way.',
});

/** A route among others: without its checkpoints, of which there may be many. */
export const RouteAnswer = RouteRow.omit({ plannedEnd: true, checkpoints: true }).meta({
  id: 'RouteSummary',
  description: 'A route without its checkpoints.',
});
