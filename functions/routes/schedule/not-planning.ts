import { routeNotPlanning } from '../problems.ts';
import type { Route } from '../route.ts';

/** The refusal if the route is not in `Planning`; else `undefined`. */
export const notPlanning = ({ status }: Route) =>
  status === 'Planning' ? undefined : routeNotPlanning({ current: status });
