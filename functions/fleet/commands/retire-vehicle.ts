import { command, id, optionalText, release, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { VehicleRetired, vehicleTime } from '#events/fleet';
import { essence } from '../essence.ts';
import { holdersOf } from '../holders-of.ts';
import { vehicleInUse } from '../problems.ts';
import { registrations } from '../registrations.ts';
import { vehicle } from '../vehicle.ts';

export const retireVehicle = command({
  summary: 'Retire a vehicle',
  description: 'The vehicle goes out of service for good, and the registration may be registered again.',
  route: 'POST /vehicles/{vehicleId}/retirement',
  role: 'officer',
  input: z.strictObject({
    vehicleId: id().describe('The vehicle.'),
    reason: optionalText(200).describe('Why, for people.'),
  }),
  example: { vehicleId: exampleIds.freeVehicle, reason: 'Sold.' },
  on: vehicle,
  refuses: [vehicleInUse],
  reads: { held: { of: vehicleTime, id: ({ vehicleId }) => vehicleId } },
  writes: { registrations },

  decide: ({ registration, retired }, { reason }, { held }) => {
    if (retired) return [];
    if (held.length) return vehicleInUse(holdersOf(held));
    return [VehicleRetired({ reason }), release(registrations, essence(registration))];
  },
});
