import { query, z } from '@waybill/kernel';
import { driverTime, vehicleTime } from '#events/fleet';
import { DriverAnswer, driverAnswer } from '../driver-answer.ts';
import { heldBy } from '../held-by.ts';
import { justAfter } from '../just-after.ts';
import { driverRow } from '../projections/driver-row.ts';
import { vehicleRow } from '../projections/vehicle-row.ts';
import { VehicleAnswer, vehicleAnswer } from '../vehicle-answer.ts';

const Count = z.number().int();

export const getFleetOverview = query({
  summary: 'The whole fleet at a glance: who and what is at work, to be had, or off the road',
  route: 'GET /fleet/overview',
  role: 'auditor',
  input: z.strictObject({}),
  output: z.object({
    statistics: z.object({
      drivers: z.object({ total: Count, available: Count, assigned: Count, unavailable: Count, suspended: Count }),
      vehicles: z.object({ total: Count, available: Count, assigned: Count, maintenance: Count, outOfService: Count }),
    }),
    drivers: z.array(DriverAnswer),
    vehicles: z.array(VehicleAnswer),
    asOf: z.iso.datetime(),
  }),
  reads: { driverRows: driverRow, vehicleRows: vehicleRow, driverTimes: driverTime, vehicleTimes: vehicleTime },

  answer: async (_, { driverRows, vehicleRows, driverTimes, vehicleTimes }, { now }) => {
    const drives = heldBy(await driverTimes.all(justAfter(now)));
    const carries = heldBy(await vehicleTimes.all(justAfter(now)));
    const drivers: z.infer<typeof DriverAnswer>[] = [];
    for await (const row of driverRows.every('current')) drivers.push(driverAnswer(row, drives(row.driverId), now));
    const vehicles: z.infer<typeof VehicleAnswer>[] = [];
    for await (const row of vehicleRows.every('current'))
      vehicles.push(vehicleAnswer(row, carries(row.vehicleId), now));

    const driver = (status: string) => drivers.filter((it) => it.status === status).length;
    const vehicle = (status: string) => vehicles.filter((it) => it.status === status).length;
    return {
      statistics: {
        drivers: {
          total: drivers.length,
          available: driver('Available'),
          assigned: driver('Assigned'),
          unavailable: driver('Unavailable'),
          suspended: driver('Suspended'),
        },
        vehicles: {
          total: vehicles.length,
          available: vehicle('Available'),
          assigned: vehicle('Assigned'),
          maintenance: vehicle('Maintenance'),
          outOfService: vehicle('OutOfService'),
        },
      },
      drivers,
      vehicles,
      asOf: now,
    };
  },
});
