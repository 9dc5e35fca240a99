import { id, query, z } from '@waybill/kernel';
import { vehicleTime } from '#events/fleet';
import { justAfter } from '../just-after.ts';
import { vehicleRow } from '../projections/vehicle-row.ts';
import { VehicleAnswer, vehicleAnswer } from '../vehicle-answer.ts';

export const getVehicle = query({
  summary: 'What a vehicle is, and what it does now',
  route: 'GET /vehicles/{vehicleId}',
  role: 'auditor',
  of: 'vehicle',
  input: z.strictObject({ vehicleId: id() }),
  output: VehicleAnswer.extend({ version: z.number().int() }),
  reads: { vehicles: vehicleRow, bookings: vehicleTime },

  answer: async ({ vehicleId }, { vehicles, bookings }, { now }) => {
    const row = await vehicles.get(vehicleId);
    return row && vehicleAnswer(row, await bookings.last(vehicleId, justAfter(now), { consistent: true }));
  },
});
