import { scheduleOutOfOrder } from '../problems.ts';
import type { Route } from '../route.ts';

/** The refusal if a route would not start before its first checkpoint and its planned end; else `undefined`. */
export const misplanned = ({ scheduledStart, plannedEnd, checkpoints }: Route) => {
  const [first] = checkpoints;
  const inOrder = (!first || scheduledStart < first.expectedAt) && (!plannedEnd || scheduledStart < plannedEnd);
  if (inOrder) return undefined;
  return scheduleOutOfOrder({
    scheduledStart,
    scheduledEnd: plannedEnd ?? null,
    firstCheckpoint: first ? { sequence: first.sequence, expectedAt: first.expectedAt } : null,
  });
};
