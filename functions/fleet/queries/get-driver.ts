import { id, query, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { driverTime } from '#events/fleet';
import { DriverAnswer, driverAnswer } from '../answers/driver-answer.ts';
import { justAfter } from '../answers/just-after.ts';
import { driverRow } from '../projections/driver-row.ts';

export const getDriver = query({
  summary: 'Get a driver',
  description: 'A driver with the current status.',
  route: 'GET /drivers/{driverId}',
  role: 'auditor',
  of: 'driver',
  input: z.strictObject({ driverId: id().describe('The driver.') }),
  example: { driverId: exampleIds.driver },
  output: versioned(DriverAnswer),
  reads: { drivers: driverRow, bookings: driverTime },

  answer: async ({ driverId }, { drivers, bookings }, { now }) => {
    const row = await drivers.get(driverId);
    return row && driverAnswer(row, await bookings.last(driverId, justAfter(now), { consistent: true }));
  },
});
