import { book, free } from '@waybill/kernel';
import type { RoutePlan } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { windowOf } from '../plan/window-of.ts';

interface Crew {
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
}

/** Books everything that a live delivery holds. */
export const bookAll = (route: RoutePlan, { driverId, vehicleId }: Crew, buffer: number) => [
  ...(driverId ? [book(driverTime, driverId, windowOf(route), { buffer })] : []),
  ...(vehicleId ? [book(vehicleTime, vehicleId, windowOf(route), { buffer })] : []),
  book(routeUse, route.routeId, windowOf(route)),
];

/** Frees everything that a live delivery holds. */
export const freeAll = (route: RoutePlan, { driverId, vehicleId }: Crew) => [
  ...(driverId ? [free(driverTime, driverId, route.scheduledStart)] : []),
  ...(vehicleId ? [free(vehicleTime, vehicleId, route.scheduledStart)] : []),
  free(routeUse, route.routeId, route.scheduledStart),
];
