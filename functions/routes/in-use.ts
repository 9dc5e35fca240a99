import { type Booking, refuse } from '@waybill/kernel';

/** Why a route must stay as it is: deliveries are on it. */
export const inUse = (uses: readonly Booking[]) =>
  refuse('route-in-use', { deliveries: uses.map(({ holder }) => holder) });
