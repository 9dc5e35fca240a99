import { event, id, personal, resource, z } from '@waybill/kernel';

/** Events of the fleet context: drivers, vehicles and their availability. Fields are only ever added. */

export const driverStandings = ['Available', 'Unavailable', 'Suspended'] as const;
export const DriverStanding = z
  .enum(driverStandings)
  .meta({ id: 'DriverStanding', description: 'Whether a driver may be assigned.' });
export type DriverStanding = z.infer<typeof DriverStanding>;

export const vehicleStandings = ['Available', 'Maintenance', 'OutOfService'] as const;
export const VehicleStanding = z
  .enum(vehicleStandings)
  .meta({ id: 'VehicleStanding', description: 'Whether a vehicle may be assigned.' });
export type VehicleStanding = z.infer<typeof VehicleStanding>;

/** The time of a driver and of a vehicle: one delivery at a time. */
export const driverTime = resource('fleet', 'driver');
export const vehicleTime = resource('fleet', 'vehicle');

export const DriverRegistered = event('DriverRegistered', {
  name: personal(z.string()),
  licence: personal(z.string()),
  phone: personal(z.string().optional()),
  userId: id().optional(),
});
export const DriverRenamed = event('DriverRenamed', { name: personal(z.string()) });
export const DriverLicenceChanged = event('DriverLicenceChanged', { licence: personal(z.string()) });
/** Without `phone`, the number was removed. */
export const DriverPhoneChanged = event('DriverPhoneChanged', { phone: personal(z.string().optional()) });
/** Without a user, the driver is no longer linked to an account. */
export const DriverLinkedToUser = event('DriverLinkedToUser', { userId: id().optional() });
export const DriverStandingChanged = event('DriverStandingChanged', {
  from: DriverStanding,
  to: DriverStanding,
  reason: z.string().optional(),
});
export const DriverRetired = event('DriverRetired', { reason: z.string().optional() });

export const VehicleRegistered = event('VehicleRegistered', {
  registration: z.string(),
  type: z.string(),
  capacityKg: z.number().optional(),
});
export const VehicleReregistered = event('VehicleReregistered', { registration: z.string() });
export const VehicleTypeChanged = event('VehicleTypeChanged', { type: z.string() });
/** Without `capacity`, the capacity was removed. */
export const VehicleCapacityChanged = event('VehicleCapacityChanged', { capacityKg: z.number().optional() });
export const VehicleStandingChanged = event('VehicleStandingChanged', {
  from: VehicleStanding,
  to: VehicleStanding,
  reason: z.string().optional(),
});
/** An incident on a delivery concerns the vehicle of that delivery. */
export const VehicleIncidentOpened = event('VehicleIncidentOpened', {
  incidentId: id(),
  deliveryId: id(),
  type: z.enum(['Accident', 'Breakdown']),
});
export const VehicleIncidentClosed = event('VehicleIncidentClosed', { incidentId: id() });
export const VehicleRetired = event('VehicleRetired', { reason: z.string().optional() });

/** The minimum number of minutes between two bookings of a driver or a vehicle, from now on. */
export const BufferChanged = event('BufferChanged', { bufferMinutes: z.number().int() });
