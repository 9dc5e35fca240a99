import { routeNotPlanning } from '../problems.ts';
import type { Route } from '../route.ts';

/** The refusal if checkpoints cannot be changed: they can be changed only in `Planning`. */
export const notPlanning = ({ status }: Route) =>
  status === 'Planning' ? undefined : routeNotPlanning({ current: status });
