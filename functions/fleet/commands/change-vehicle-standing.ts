import { command, id, optionalText, refuse, z } from '@waybill/kernel';
import { VehicleStanding, VehicleStandingChanged, vehicleTime } from '#events/fleet';
import { inUse } from '../in-use.ts';
import { vehicle } from '../vehicle.ts';

export const changeVehicleStanding = command({
  summary: 'Say whether a vehicle may be sent',
  route: 'PUT /vehicles/{vehicleId}/standing',
  role: 'officer',
  input: z.strictObject({ vehicleId: id(), standing: VehicleStanding, reason: optionalText(200) }),
  on: vehicle,
  consults: { held: vehicleTime },
  where: ({ vehicleId }) => ({ held: vehicleId }),

  decide: ({ standing: from, retired }, { standing: to, reason }, { sees: { held } }) => {
    if (retired) return refuse('vehicle-retired');
    if (from === to) return [];
    if (from === 'Available' && held.length) return inUse('vehicle', held);
    return VehicleStandingChanged({ from, to, reason });
  },
});
