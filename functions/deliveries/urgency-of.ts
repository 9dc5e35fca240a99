import type { LiveDelivery } from './projections/live-delivery.ts';

type Seen = Pick<LiveDelivery, 'open' | 'ahead' | 'route'>;

/** When something last went wrong that is still open. */
export const troubleSince = ({ open }: Pick<Seen, 'open'>): string | undefined =>
  open
    .map(({ reportedAt }) => reportedAt)
    .toSorted()
    .at(-1);

/** When it must be at the next checkpoint, or at the end of its route. */
export const dueNext = ({ ahead, route }: Pick<Seen, 'ahead' | 'route'>): string =>
  ahead[0]?.expectedAt ?? route.scheduledEnd;

/** The last moment that a date can hold, in milliseconds (ECMA-262 §21.4.1.1). */
const lastMs = 8.64e15;

/** Sorts the board: the latest trouble first, then whatever is due next, the earliest first. */
export const urgencyOf = (delivery: Seen): string => {
  const trouble = troubleSince(delivery);
  return trouble ? `0 ${String(lastMs - Date.parse(trouble)).padStart(16, '0')}` : `1 ${dueNext(delivery)}`;
};
