/** Routes: origin, destination, schedule and checkpoints. One line for each function. */

export { addCheckpoint } from './commands/add-checkpoint.ts';
export { changeCheckpoint } from './commands/change-checkpoint.ts';
export { changeRoute } from './commands/change-route.ts';
export { changeRouteStatus } from './commands/change-route-status.ts';
export { createRoute } from './commands/create-route.ts';
export { planCheckpoints } from './commands/plan-checkpoints.ts';
export { removeCheckpoint } from './commands/remove-checkpoint.ts';
export { routeRow } from './projections/route-row.ts';
export { getRoute } from './queries/get-route.ts';
export { getRouteOverview } from './queries/get-route-overview.ts';
export { listRoutes } from './queries/list-routes.ts';
