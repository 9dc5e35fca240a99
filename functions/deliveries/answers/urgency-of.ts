import type { DeliveryRow } from './delivery-row.ts';

type Facts = Pick<DeliveryRow, 'incidents' | 'checkpoints' | 'route'>;

/** When the latest open incident was reported. */
export const troubleSince = ({ incidents }: Pick<Facts, 'incidents'>): string | undefined =>
  incidents
    .filter(({ resolvedAt }) => !resolvedAt)
    .map(({ reportedAt }) => reportedAt)
    .toSorted()
    .at(-1);

/** The first checkpoint that is not reached yet. */
export const nextCheckpoint = ({ checkpoints }: Pick<Facts, 'checkpoints'>) =>
  checkpoints.find(({ reachedAt }) => !reachedAt);

/** When the delivery is due at the next checkpoint, or at the end of its route. */
export const dueNext = (delivery: Pick<Facts, 'checkpoints' | 'route'>): string =>
  nextCheckpoint(delivery)?.expectedAt ?? delivery.route.scheduledEnd;

/** The maximum time value of a `Date`, in milliseconds (ECMA-262 §21.4.1.1). */
const lastMs = 8.64e15;

/** The sort key of the board: the latest open incident first, then the earliest due time. */
export const urgencyOf = (delivery: Facts): string => {
  const trouble = troubleSince(delivery);
  return trouble ? `0 ${String(lastMs - Date.parse(trouble)).padStart(16, '0')}` : `1 ${dueNext(delivery)}`;
};
