import { command, id, optionalText, z } from '@waybill/kernel';
import { DriverStanding, DriverStandingChanged, driverTime } from '#events/fleet';
import { driver } from '../driver.ts';
import { holdersOf } from '../holders-of.ts';
import { driverInUse, driverRetired } from '../problems.ts';

export const changeDriverStanding = command({
  summary: 'Say whether a driver may be sent',
  route: 'PUT /drivers/{driverId}/standing',
  role: 'officer',
  input: z.strictObject({ driverId: id(), standing: DriverStanding, reason: optionalText(200) }),
  on: driver,
  refuses: [driverRetired, driverInUse],
  consults: { held: driverTime },
  where: ({ driverId }) => ({ held: driverId }),

  decide: ({ standing: from, retired }, { standing: to, reason }, { sees: { held } }) => {
    if (retired) return driverRetired();
    if (from === to) return [];
    if (from === 'Available' && held.length) return driverInUse(holdersOf(held));
    return DriverStandingChanged({ from, to, reason });
  },
});
