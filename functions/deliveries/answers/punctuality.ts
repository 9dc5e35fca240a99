import type { DeliveryRow } from './delivery-row.ts';
import { minutesBetween } from './minutes-between.ts';

export interface Punctuality {
  readonly delivered: boolean;
  /** The end of what was promised, or of the route. */
  readonly due: string;
  readonly onTime: boolean;
  /** How late it came; 0 when it was early. */
  readonly delayMinutes: number;
}

/** Whether a delivery came in time, by the promise if there is one, else by its route. */
export const punctuality = ({
  status,
  promised,
  route,
  endedAt,
}: Pick<DeliveryRow, 'status' | 'promised' | 'route' | 'endedAt'>): Punctuality => {
  const due = promised?.to ?? route.scheduledEnd;
  const delivered = status === 'Delivered' && endedAt !== null;
  const delayMinutes = delivered ? Math.max(0, minutesBetween(due, endedAt)) : 0;
  return { delivered, due, onTime: delivered && endedAt <= due, delayMinutes };
};
