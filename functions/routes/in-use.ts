import type { Booking } from '@waybill/kernel';
import { routeInUse } from './problems.ts';

/** Refuses a change while live deliveries use the route. */
export const inUse = (uses: readonly Booking[]) => routeInUse({ deliveries: uses.map(({ holder }) => holder) });
