import { type Refusal, refuse } from '@waybill/kernel';
import type { Route } from './route.ts';

/** Why the checkpoints cannot be touched, if they cannot: they are laid out while a route is planned. */
export const notPlanning = ({ status }: Route): Refusal | undefined =>
  status === 'Planning' ? undefined : refuse('route-not-planning', { current: status });
