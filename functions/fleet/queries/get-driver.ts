import { id, query, z } from '@waybill/kernel';
import { driverTime } from '#events/fleet';
import { DriverAnswer, driverAnswer } from '../driver-answer.ts';
import { justAfter } from '../just-after.ts';
import { driverRow } from '../projections/driver-row.ts';

export const getDriver = query({
  summary: 'Who a driver is, and what she does now',
  route: 'GET /drivers/{driverId}',
  role: 'auditor',
  of: 'driver',
  input: z.strictObject({ driverId: id() }),
  output: DriverAnswer.extend({ version: z.number().int() }),
  reads: { drivers: driverRow, bookings: driverTime },

  answer: async ({ driverId }, { drivers, bookings }, { now }) => {
    const row = await drivers.get(driverId);
    return row && driverAnswer(row, await bookings.last(driverId, justAfter(now), { consistent: true }));
  },
});
