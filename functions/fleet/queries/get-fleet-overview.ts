import { query, wholeNumber, z } from '@waybill/kernel';
import { type DriverStanding, driverTime, type VehicleStanding, vehicleTime } from '#events/fleet';
import { BothCursors, bothCursors } from '../both-cursors.ts';
import { DriverAnswer, driverAnswer } from '../driver-answer.ts';
import { justAfter } from '../just-after.ts';
import { driverRow } from '../projections/driver-row.ts';
import { vehicleRow } from '../projections/vehicle-row.ts';
import { VehicleAnswer, vehicleAnswer } from '../vehicle-answer.ts';

/** So many running bookings are looked at, of drivers and of vehicles, to say how many are assigned. */
const bookingsAtMost = 2_000;

const Count = z.number().int();

export const getFleetOverview = query({
  summary: 'The fleet at a glance: who and what is at work, to be had, or off the road',
  route: 'GET /fleet/overview',
  role: 'auditor',
  input: z.strictObject({
    limit: wholeNumber(1, 100).default(100).meta({ default: 100 }),
    cursor: BothCursors.optional(),
  }),
  output: z.object({
    /** Of the whole fleet, on every page. */
    statistics: z.object({
      drivers: z.object({ total: Count, available: Count, assigned: Count, unavailable: Count, suspended: Count }),
      vehicles: z.object({ total: Count, available: Count, assigned: Count, maintenance: Count, outOfService: Count }),
    }),
    /** False where more bookings are running than are looked at: more are assigned then, and fewer available. */
    complete: z.boolean(),
    drivers: z.array(DriverAnswer),
    vehicles: z.array(VehicleAnswer),
    nextCursor: z.string().optional(),
    asOf: z.iso.datetime(),
  }),
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
      driverRows.tallies(),
      vehicleRows.tallies(),
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
