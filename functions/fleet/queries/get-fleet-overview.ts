import { largePage, query, z } from '@waybill/kernel';
import { type DriverStanding, driverTime, type VehicleStanding, vehicleTime } from '#events/fleet';
import { BothCursors, bothCursors } from '../answers/both-cursors.ts';
import { DriverAnswer, driverAnswer } from '../answers/driver-answer.ts';
import { justAfter } from '../answers/just-after.ts';
import { VehicleAnswer, vehicleAnswer } from '../answers/vehicle-answer.ts';
import { driverRow } from '../projections/driver-row.ts';
import { vehicleRow } from '../projections/vehicle-row.ts';

/** The maximum number of running bookings that are read, for drivers and for vehicles, to count who is assigned. */
const bookingsAtMost = 2_000;

const Count = z.number().int();

export const getFleetOverview = query({
  summary: 'Get the fleet overview',
  description: 'Drivers and vehicles with counts by status. Retired drivers and vehicles are left out.',
  route: 'GET /fleet/overview',
  role: 'auditor',
  input: z.strictObject({
    limit: largePage.limit,
    cursor: BothCursors.optional().describe('The `nextCursor` of the previous page.'),
  }),
  output: z
    .object({
      statistics: z
        .object({
          drivers: z
            .object({
              total: Count.describe('The number of drivers.'),
              available: Count.describe('Available and not assigned.'),
              assigned: Count.describe('Assigned.'),
              unavailable: Count.describe('Unavailable.'),
              suspended: Count.describe('Suspended.'),
            })
            .meta({ id: 'DriverStatistics', description: 'The number of drivers by status.' }),
          vehicles: z
            .object({
              total: Count.describe('The number of vehicles.'),
              available: Count.describe('Available and not assigned.'),
              assigned: Count.describe('Assigned.'),
              maintenance: Count.describe('In maintenance.'),
              outOfService: Count.describe('Out of service.'),
            })
            .meta({ id: 'VehicleStatistics', description: 'The number of vehicles by status.' }),
        })
        .describe('The number of drivers and vehicles in the whole fleet.'),
      complete: z
        .boolean()
        .describe(
          'False if more bookings are running than one request reads. `assigned` is then too low and `available` too high.',
        ),
      drivers: z.array(DriverAnswer).describe('The drivers on this page.'),
      vehicles: z.array(VehicleAnswer).describe('The vehicles on this page.'),
      nextCursor: z.string().optional().describe('The cursor of the next page; absent on the last page.'),
      asOf: z.iso.datetime().describe('When it was read.'),
    })
    .meta({ id: 'FleetOverview', description: 'An overview of the fleet.' }),
  reads: { driverRows: driverRow, vehicleRows: vehicleRow, driverTimes: driverTime, vehicleTimes: vehicleTime },

  answer: async ({ limit, cursor }, { driverRows, vehicleRows, driverTimes, vehicleTimes }, { now }) => {
    const begun = justAfter(now);
    const [drivers, vehicles, driving, moving, [driverBucket], [vehicleBucket]] = await Promise.all([
      cursor && !cursor.drivers ? nothing : driverRows.list('current', { limit, cursor: cursor?.drivers, filters: {} }),
      cursor && !cursor.vehicles
        ? nothing
        : vehicleRows.list('current', { limit, cursor: cursor?.vehicles, filters: {} }),
      driverTimes.begun(begun, bookingsAtMost),
      vehicleTimes.begun(begun, bookingsAtMost),
      driverRows.counters(),
      vehicleRows.counters(),
    ]);
    const drives = await driverTimes.lasts(
      drivers.items.map(({ driverId }) => driverId),
      begun,
    );
    const carries = await vehicleTimes.lasts(
      vehicles.items.map(({ vehicleId }) => vehicleId),
      begun,
    );

    const driver = (standing: DriverStanding) => driverBucket?.counts[standing] ?? 0;
    const vehicle = (standing: VehicleStanding) => vehicleBucket?.counts[standing] ?? 0;
    const nextCursor = bothCursors(drivers.nextCursor, vehicles.nextCursor);
    return {
      statistics: {
        drivers: {
          total: driver('Available') + driver('Unavailable') + driver('Suspended'),
          ...atWork(driver('Available'), driving.ids.size),
          unavailable: driver('Unavailable'),
          suspended: driver('Suspended'),
        },
        vehicles: {
          total: vehicle('Available') + vehicle('Maintenance') + vehicle('OutOfService'),
          ...atWork(vehicle('Available'), moving.ids.size),
          maintenance: vehicle('Maintenance'),
          outOfService: vehicle('OutOfService'),
        },
      },
      complete: driving.complete && moving.complete,
      drivers: drivers.items.map((row) => driverAnswer(row, drives.get(row.driverId))),
      vehicles: vehicles.items.map((row) => vehicleAnswer(row, carries.get(row.vehicleId))),
      ...(nextCursor && { nextCursor }),
      asOf: now,
    };
  },
});

const nothing = { items: [], nextCursor: undefined };

/** Drivers and vehicles with bookings stay `Available`, so the assigned ones are a subset of the available ones. */
const atWork = (available: number, busy: number) => {
  const assigned = Math.min(available, busy);
  return { available: available - assigned, assigned };
};
