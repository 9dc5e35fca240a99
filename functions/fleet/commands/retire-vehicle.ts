import { command, id, optionalText, release, z } from '@waybill/kernel';
import { VehicleRetired, vehicleTime } from '#events/fleet';
import { essence } from '../essence.ts';
import { holdersOf } from '../holders-of.ts';
import { vehicleInUse } from '../problems.ts';
import { vehicle } from '../vehicle.ts';

export const retireVehicle = command({
  summary: 'Take a vehicle out of service, for good; the registration is free again',
  route: 'POST /vehicles/{vehicleId}/retirement',
  role: 'officer',
  input: z.strictObject({ vehicleId: id(), reason: optionalText(200) }),
  on: vehicle,
  refuses: [vehicleInUse],
  consults: { held: vehicleTime },
  where: ({ vehicleId }) => ({ held: vehicleId }),

  decide: ({ registration, retired }, { reason }, { sees: { held } }) => {
    if (retired) return [];
    if (held.length) return vehicleInUse(holdersOf(held));
    return [VehicleRetired({ reason }), release('registration', essence(registration))];
  },
});
