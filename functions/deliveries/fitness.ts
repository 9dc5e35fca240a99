import { type Refusal, refuse } from '@waybill/kernel';
import type { DriverSeen, RouteSeen, VehicleSeen } from './sights.ts';

interface Wanted {
  readonly routeId?: string | undefined;
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
}

interface Found {
  readonly route?: RouteSeen | undefined;
  readonly driver?: DriverSeen | undefined;
  readonly vehicle?: VehicleSeen | undefined;
}

/** Why what is wanted cannot be had: it does not exist, or it may not be sent. */
export const unfit = (
  { routeId, driverId, vehicleId }: Wanted,
  { route, driver, vehicle }: Found,
): Refusal | undefined => {
  if (routeId && !route) return refuse('route-not-found', { routeId }, 404);
  if (driverId && !driver) return refuse('driver-not-found', { driverId }, 404);
  if (vehicleId && !vehicle) return refuse('vehicle-not-found', { vehicleId }, 404);
  if (route && route.status !== 'Active') return refuse('route-not-active', { routeId, current: route.status });
  if (driver && !driver.available) return refuse('driver-unavailable', { driverId });
  if (vehicle && !vehicle.available) return refuse('vehicle-unavailable', { vehicleId });
  return undefined;
};
