import { problem, z } from '@waybill/kernel';

/** The problems of this context. */

const deliveries = { deliveries: z.array(z.guid()).describe('The deliveries that hold bookings.') };

export const driverRetired = problem('driver-retired', 409, 'The driver is retired. This is final.');
export const driverInUse = problem(
  'driver-in-use',
  409,
  'Deliveries have the driver booked. Finish them or assign another driver first.',
  deliveries,
);
export const vehicleRetired = problem('vehicle-retired', 409, 'The vehicle is retired. This is final.');
export const vehicleInUse = problem(
  'vehicle-in-use',
  409,
  'Deliveries have the vehicle booked. Finish them or assign another vehicle first.',
  deliveries,
);
