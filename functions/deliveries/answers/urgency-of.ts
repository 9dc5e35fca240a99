import type { DeliveryRow } from './delivery-row.ts';

type Seen = Pick<DeliveryRow, 'incidents' | 'checkpoints' | 'route'>;

/** When something last went wrong that is still open. */
export const troubleSince = ({ incidents }: Pick<Seen, 'incidents'>): string | undefined =>
  incidents
    .filter(({ resolvedAt }) => !resolvedAt)
    .map(({ reportedAt }) => reportedAt)
    .toSorted()
    .at(-1);

/** The first checkpoint that is still ahead. */
export const nextCheckpoint = ({ checkpoints }: Pick<Seen, 'checkpoints'>) =>
  checkpoints.find(({ reachedAt }) => !reachedAt);

/** When it must be at the next checkpoint, or at the end of its route. */
export const dueNext = (delivery: Pick<Seen, 'checkpoints' | 'route'>): string =>
  nextCheckpoint(delivery)?.expectedAt ?? delivery.route.scheduledEnd;

/** The last moment that a date can hold, in milliseconds (ECMA-262 §21.4.1.1). */
const lastMs = 8.64e15;

/** Sorts the board: the latest trouble first, then whatever is due next, the earliest first. */
export const urgencyOf = (delivery: Seen): string => {
  const trouble = troubleSince(delivery);
  return trouble ? `0 ${String(lastMs - Date.parse(trouble)).padStart(16, '0')}` : `1 ${dueNext(delivery)}`;
};
