import { command, id, optionalText, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { VehicleStanding, VehicleStandingChanged, vehicleTime } from '#events/fleet';
import { holdersOf } from '../availability/holders-of.ts';
import { vehicleInUse, vehicleRetired } from '../problems.ts';
import { vehicle } from '../vehicle.ts';

export const changeVehicleStanding = command({
  summary: 'Change a vehicle’s standing',
  description:
    'Only available vehicles can be assigned to deliveries. A vehicle with bookings stays available until the deliveries are over.',
  route: 'PUT /vehicles/{vehicleId}/standing',
  role: 'officer',
  input: z.strictObject({
    vehicleId: id().describe('The vehicle.'),
    standing: VehicleStanding,
    reason: optionalText(200).describe('The reason, as free text.'),
  }),
  example: { vehicleId: exampleIds.freeVehicle, standing: 'Maintenance', reason: 'New tyres.' },
  on: vehicle,
  refuses: [vehicleRetired, vehicleInUse],
  reads: { held: { of: vehicleTime, id: ({ vehicleId }) => vehicleId } },

  decide: ({ standing: from, retired }, { standing: to, reason }, { held }) => {
    if (retired) return vehicleRetired();
    if (from === to) return [];
    if (from === 'Available' && held.length) return vehicleInUse(holdersOf(held));
    return VehicleStandingChanged({ from, to, reason });
  },
});
