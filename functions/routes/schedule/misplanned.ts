import { scheduleOutOfOrder } from '../problems.ts';
import type { Route } from '../route.ts';

/** Why a route cannot begin then, if so: it starts before its first checkpoint, and before the end planned for it. */
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
