import { id, query, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { vehicleTime } from '#events/fleet';
import { justAfter } from '../answers/just-after.ts';
import { VehicleAnswer, vehicleAnswer } from '../answers/vehicle-answer.ts';
import { vehicleRow } from '../projections/vehicle-row.ts';

export const getVehicle = query({
  summary: 'Get a vehicle',
  description: 'A vehicle with the current status.',
  route: 'GET /vehicles/{vehicleId}',
  role: 'auditor',
  of: 'vehicle',
  input: z.strictObject({ vehicleId: id().describe('The vehicle.') }),
  example: { vehicleId: exampleIds.vehicle },
  output: versioned(VehicleAnswer),
  reads: { vehicles: vehicleRow, bookings: vehicleTime },

  answer: async ({ vehicleId }, { vehicles, bookings }, { now }) => {
    const row = await vehicles.get(vehicleId);
    return row && vehicleAnswer(row, await bookings.last(vehicleId, justAfter(now), { consistent: true }));
  },
});
