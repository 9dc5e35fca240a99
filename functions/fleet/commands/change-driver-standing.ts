import { command, id, optionalText, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { DriverStanding, DriverStandingChanged, driverTime } from '#events/fleet';
import { holdersOf } from '../availability/holders-of.ts';
import { driver } from '../driver.ts';
import { driverInUse, driverRetired } from '../problems.ts';

export const changeDriverStanding = command({
  summary: 'Change a driver’s standing',
  description:
    'Only available drivers can be assigned to deliveries. A driver with bookings stays available until the deliveries are over.',
  route: 'PUT /drivers/{driverId}/standing',
  role: 'officer',
  input: z.strictObject({
    driverId: id().describe('The driver.'),
    standing: DriverStanding,
    reason: optionalText(200).describe('The reason, as free text.'),
  }),
  example: { driverId: exampleIds.freeDriver, standing: 'Unavailable', reason: 'On leave until Monday.' },
  on: driver,
  refuses: [driverRetired, driverInUse],
  reads: { held: { of: driverTime, id: ({ driverId }) => driverId } },

  decide: ({ standing: from, retired }, { standing: to, reason }, { held }) => {
    if (retired) return driverRetired();
    if (from === to) return [];
    if (from === 'Available' && held.length) return driverInUse(holdersOf(held));
    return DriverStandingChanged({ from, to, reason });
  },
});
