import type { DeliveryRow } from './delivery-row.ts';
import { minutesBetween } from './minutes-between.ts';

export interface Punctuality {
  readonly delivered: boolean;
  /** The end of the promised window, or else of the route. */
  readonly due: string;
  readonly onTime: boolean;
  /** The delay in minutes; 0 when the delivery was early. */
  readonly delayMinutes: number;
}

/** Whether a delivery was on time: by the promised window if there is one, else by the end of its route. */
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
