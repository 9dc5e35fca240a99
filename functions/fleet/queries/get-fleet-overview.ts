import { largePage, query, z } from '@waybill/kernel';
import { type DriverStanding, driverTime, type VehicleStanding, vehicleTime } from '#events/fleet';
import { BothCursors, bothCursors } from '../answers/both-cursors.ts';
import { DriverAnswer, driverAnswer } from '../answers/driver-answer.ts';
import { justAfter } from '../answers/just-after.ts';
import { VehicleAnswer, vehicleAnswer } from '../answers/vehicle-answer.ts';
import { driverRow } from '../projections/driver-row.ts';
import { vehicleRow } from '../projections/vehicle-row.ts';

/** So many running bookings are looked at, of drivers and of vehicles, to say how many are assigned. */
const bookingsAtMost = 2_000;

const Count = z.number().int();

export const getFleetOverview = query({
  summary: 'Get the fleet overview',
  description: 'Who and what is at work, available, or off the road. Retired drivers and vehicles are left out.',
  route: 'GET /fleet/overview',
  role: 'auditor',
  input: z.strictObject({
    limit: largePage.limit,
    cursor: BothCursors.optional().describe('Where to go on: the `nextCursor` of the page before.'),
  }),
  output: z
    .object({
      statistics: z
        .object({
          drivers: z
            .object({
              total: Count.describe('All drivers.'),
              available: Count.describe('Available and not at work.'),
              assigned: Count.describe('At work.'),
              unavailable: Count.describe('Unavailable.'),
              suspended: Count.describe('Suspended.'),
            })
            .meta({ id: 'DriverStatistics', description: 'The drivers in figures.' }),
          vehicles: z
            .object({
              total: Count.describe('All vehicles.'),
              available: Count.describe('Available and not at work.'),
              assigned: Count.describe('At work.'),
              maintenance: Count.describe('In maintenance.'),
              outOfService: Count.describe('Out of service.'),
            })
            .meta({ id: 'VehicleStatistics', description: 'The vehicles in figures.' }),
        })
        .describe('The whole fleet in figures.'),
      complete: z
        .boolean()
        .describe(
          'False where more bookings are running than are looked at: more are assigned then, and fewer available.',
        ),
      drivers: z.array(DriverAnswer).describe('The drivers on this page.'),
      vehicles: z.array(VehicleAnswer).describe('The vehicles on this page.'),
      nextCursor: z.string().optional().describe('Where the next page begins; absent on the last one.'),
      asOf: z.iso.datetime().describe('When it was read.'),
    })
    .meta({ id: 'FleetOverview', description: 'The fleet at a glance.' }),
  reads: { driverRows: driverRow, vehicleRows: vehicleRow, driverTimes: driverTime, vehicleTimes: vehicleTime },

  answer: async ({ limit, cursor }, { driverRows, vehicleRows, driverTimes, vehicleTimes }, { now }) => {
    const begun = justAfter(now);
    const [drivers, vehicles, driving, moving, [driverTally], [vehicleTally]] = await Promise.all([
      cursor && !cursor.drivers ? nothing : driverRows.list('current', { limit, cursor: cursor?.drivers, asked: {} }),
      cursor && !cursor.vehicles
        ? nothing
        : vehicleRows.list('current', { limit, cursor: cursor?.vehicles, asked: {} }),
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

    const driver = (standing: DriverStanding) => driverTally?.counts[standing] ?? 0;
    const vehicle = (standing: VehicleStanding) => vehicleTally?.counts[standing] ?? 0;
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

/** Nobody leaves `Available` while a booking counts on them, so whoever is at work is one of those. */
const atWork = (available: number, busy: number) => {
  const assigned = Math.min(available, busy);
  return { available: available - assigned, assigned };
};
