import { event, id, personal, resource, z } from '@waybill/kernel';

/** What the fleet tells the world: who drives, what they drive, and whether they may be sent. Shapes only ever grow. */

export const driverStandings = ['Available', 'Unavailable', 'Suspended'] as const;
export const DriverStanding = z
  .enum(driverStandings)
  .meta({ id: 'DriverStanding', description: 'Whether a driver may be sent.' });
export type DriverStanding = z.infer<typeof DriverStanding>;

export const vehicleStandings = ['Available', 'Maintenance', 'OutOfService'] as const;
export const VehicleStanding = z
  .enum(vehicleStandings)
  .meta({ id: 'VehicleStanding', description: 'Whether a vehicle may be sent.' });
export type VehicleStanding = z.infer<typeof VehicleStanding>;

/** A driver's and a vehicle's time: one delivery at a time. */
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
/** Without a phone: she has none any more. */
export const DriverPhoneChanged = event('DriverPhoneChanged', { phone: personal(z.string().optional()) });
/** Without a user: nobody signs in as this driver any more. */
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
/** Without a capacity: it is not known any more. */
export const VehicleCapacityChanged = event('VehicleCapacityChanged', { capacityKg: z.number().optional() });
export const VehicleStandingChanged = event('VehicleStandingChanged', {
  from: VehicleStanding,
  to: VehicleStanding,
  reason: z.string().optional(),
});
/** An incident on a delivery concerns the vehicle that was on it. */
export const VehicleIncidentOpened = event('VehicleIncidentOpened', {
  incidentId: id(),
  deliveryId: id(),
  type: z.enum(['Accident', 'Breakdown']),
});
export const VehicleIncidentClosed = event('VehicleIncidentClosed', { incidentId: id() });
export const VehicleRetired = event('VehicleRetired', { reason: z.string().optional() });

/** How many minutes must lie between two bookings of a driver or a vehicle, from now on. */
export const BufferChanged = event('BufferChanged', { bufferMinutes: z.number().int() });
