import type { DeliveryRow } from './delivery-row.ts';
import { punctuality } from './punctuality.ts';

/** The amounts that a delivery adds to the counters of the day of its creation. */
export const deliveryCounters = (row: DeliveryRow) => {
  const { delivered, onTime, delayMinutes } = punctuality(row);
  const open = row.incidents.filter(({ resolvedAt }) => !resolvedAt).map(({ severity }) => severity ?? 'Unrated');
  return {
    bucket: row.createdAt.slice(0, 10),
    counts: {
      [`status.${row.status}`]: 1,
      [`priority.${row.priority}`]: 1,
      ...(delivered && { delivered: 1, onTime: onTime ? 1 : 0, delaySeconds: seconds(delayMinutes) }),
      ...Object.fromEntries([...Map.groupBy(open, (it) => it)].map(([it, all]) => [`open.${it}`, all.length])),
    },
  };
};

const seconds = (minutes: number) => Math.round(minutes * 60);
