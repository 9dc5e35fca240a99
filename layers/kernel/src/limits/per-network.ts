import type { Limit } from '../http/edge.ts';
import type { Budget } from './budget.ts';
import { networkOf } from './network.ts';

/** Counts by the network of the request. */
export const perNetwork = (budget: Omit<Budget, 'perNetwork'>): Limit => ({
  budget: { ...budget, perNetwork: true },
  key: ({ ip }) => networkOf(ip),
});
