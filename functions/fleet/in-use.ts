import { type Booking, refuse } from '@waybill/kernel';

/** Why somebody or something cannot be taken off the road: deliveries count on it. */
export const inUse = (what: 'driver' | 'vehicle', held: readonly Booking[]) =>
  refuse(`${what}-in-use`, { deliveries: held.map(({ holder }) => holder) });
