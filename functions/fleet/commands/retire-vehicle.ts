import { command, id, optionalText, release, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { VehicleRetired, vehicleTime } from '#events/fleet';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { holdersOf } from '../availability/holders-of.ts';
import { registrations } from '../fields/registrations.ts';
import { vehicleInUse } from '../problems.ts';
import { vehicle } from '../vehicle.ts';

export const retireVehicle = command({
  summary: 'Retire a vehicle',
  description: 'Retires the vehicle permanently. The registration can be registered again.',
  route: 'POST /vehicles/{vehicleId}/retirement',
  role: 'officer',
  input: z.strictObject({
    vehicleId: id().describe('The vehicle.'),
    reason: optionalText(200).describe('The reason, as free text.'),
  }),
  example: { vehicleId: exampleIds.freeVehicle, reason: 'Sold.' },
  on: vehicle,
  refuses: [vehicleInUse],
  reads: { held: { of: vehicleTime, id: ({ vehicleId }) => vehicleId } },
  writes: { registrations },

  decide: ({ registration, retired }, { reason }, { held }) => {
    if (retired) return [];
    if (held.length) return vehicleInUse(holdersOf(held));
    return [VehicleRetired({ reason }), release(registrations, normalizedIdentifier(registration))];
  },
});
