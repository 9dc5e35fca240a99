import type { Booking } from '@waybill/kernel';
import { routeInUse } from './problems.ts';

/** Why a route must stay as it is: deliveries are on it. */
export const inUse = (uses: readonly Booking[]) => routeInUse({ deliveries: uses.map(({ holder }) => holder) });
