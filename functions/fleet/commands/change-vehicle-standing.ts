import { command, id, optionalText, z } from '@waybill/kernel';
import { VehicleStanding, VehicleStandingChanged, vehicleTime } from '#events/fleet';
import { holdersOf } from '../holders-of.ts';
import { vehicleInUse, vehicleRetired } from '../problems.ts';
import { vehicle } from '../vehicle.ts';

export const changeVehicleStanding = command({
  summary: 'Say whether a vehicle may be sent',
  route: 'PUT /vehicles/{vehicleId}/standing',
  role: 'officer',
  input: z.strictObject({ vehicleId: id(), standing: VehicleStanding, reason: optionalText(200) }),
  on: vehicle,
  refuses: [vehicleRetired, vehicleInUse],
  consults: { held: vehicleTime },
  where: ({ vehicleId }) => ({ held: vehicleId }),

  decide: ({ standing: from, retired }, { standing: to, reason }, { sees: { held } }) => {
    if (retired) return vehicleRetired();
    if (from === to) return [];
    if (from === 'Available' && held.length) return vehicleInUse(holdersOf(held));
    return VehicleStandingChanged({ from, to, reason });
  },
});
