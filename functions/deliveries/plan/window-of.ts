import type { Window } from '@waybill/kernel';
import type { RoutePlan } from '#events/deliveries';

/** A delivery's driver, vehicle and route are booked from the route's start to its end. */
export const windowOf = ({ scheduledStart, scheduledEnd }: RoutePlan): Window => ({
  from: scheduledStart,
  to: scheduledEnd,
});
