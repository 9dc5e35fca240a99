import { RouteRow } from './projections/route-row.ts';

/** A route among others: without its checkpoints, of which there may be many. */
export const RouteAnswer = RouteRow.omit({ plannedEnd: true, checkpoints: true });
