import { routeNotPlanning } from '../problems.ts';
import type { Route } from '../route.ts';

/** Why the checkpoints cannot be touched, if they cannot: they are laid out while a route is planned. */
export const notPlanning = ({ status }: Route) =>
  status === 'Planning' ? undefined : routeNotPlanning({ current: status });
