/** Fleet: drivers, vehicles and their availability. One line for each function. */

export { changeDriver } from './commands/change-driver.ts';
export { changeDriverStanding } from './commands/change-driver-standing.ts';
export { changeFleetPolicy } from './commands/change-fleet-policy.ts';
export { changeVehicle } from './commands/change-vehicle.ts';
export { changeVehicleStanding } from './commands/change-vehicle-standing.ts';
export { registerDriver } from './commands/register-driver.ts';
export { registerVehicle } from './commands/register-vehicle.ts';
export { retireDriver } from './commands/retire-driver.ts';
export { retireVehicle } from './commands/retire-vehicle.ts';
export { driverRow } from './projections/driver-row.ts';
export { vehicleRow } from './projections/vehicle-row.ts';
export { getDriver } from './queries/get-driver.ts';
export { getFleetOverview } from './queries/get-fleet-overview.ts';
export { getFleetPolicy } from './queries/get-fleet-policy.ts';
export { getVehicle } from './queries/get-vehicle.ts';
export { listDriverBookings } from './queries/list-driver-bookings.ts';
export { listDrivers } from './queries/list-drivers.ts';
export { listVehicleBookings } from './queries/list-vehicle-bookings.ts';
export { listVehicles } from './queries/list-vehicles.ts';
export { followVehicleIncident } from './reactions/follow-vehicle-incident.ts';
