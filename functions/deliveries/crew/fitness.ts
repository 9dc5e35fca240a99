import type { DriverState, RouteState, VehicleState } from '../external-aggregates.ts';
import {
  driverNotFound,
  driverUnavailable,
  routeNotActive,
  routeNotFound,
  vehicleNotFound,
  vehicleUnavailable,
} from '../problems.ts';

export interface Wanted {
  readonly routeId?: string | undefined;
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
}

export interface Found {
  readonly route?: RouteState | undefined;
  readonly driver?: DriverState | undefined;
  readonly vehicle?: VehicleState | undefined;
}

export const unfitRoute = ({ routeId }: Wanted, { route }: Found) => {
  if (routeId && !route) return routeNotFound({ routeId });
  return route && route.status !== 'Active' ? routeNotActive({ routeId, current: route.status }) : undefined;
};

export const unfitDriver = ({ driverId }: Wanted, { driver }: Found) => {
  if (driverId && !driver) return driverNotFound({ driverId });
  return driver && !driver.available ? driverUnavailable({ driverId }) : undefined;
};

export const unfitVehicle = ({ vehicleId }: Wanted, { vehicle }: Found) => {
  if (vehicleId && !vehicle) return vehicleNotFound({ vehicleId });
  return vehicle && !vehicle.available ? vehicleUnavailable({ vehicleId }) : undefined;
};

export const unfitCrew = (wanted: Wanted, found: Found) => unfitDriver(wanted, found) ?? unfitVehicle(wanted, found);

/** The refusal for a route, driver or vehicle that does not exist or is not available; `undefined` if all are fit. */
export const unfit = (wanted: Wanted, found: Found) => unfitRoute(wanted, found) ?? unfitCrew(wanted, found);

/** The refusals of each check. */
export const routeUnfit = [routeNotFound, routeNotActive] as const;
export const driverUnfit = [driverNotFound, driverUnavailable] as const;
export const vehicleUnfit = [vehicleNotFound, vehicleUnavailable] as const;
