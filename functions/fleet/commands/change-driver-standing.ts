import { command, id, optionalText, refuse, z } from '@waybill/kernel';
import { DriverStanding, DriverStandingChanged, driverTime } from '#events/fleet';
import { driver } from '../driver.ts';
import { inUse } from '../in-use.ts';

export const changeDriverStanding = command({
  summary: 'Say whether a driver may be sent',
  route: 'PUT /drivers/{driverId}/standing',
  role: 'officer',
  input: z.strictObject({ driverId: id(), standing: DriverStanding, reason: optionalText(200) }),
  on: driver,
  consults: { held: driverTime },
  where: ({ driverId }) => ({ held: driverId }),

  decide: ({ standing: from, retired }, { standing: to, reason }, { sees: { held } }) => {
    if (retired) return refuse('driver-retired');
    if (from === to) return [];
    if (from === 'Available' && held.length) return inUse('driver', held);
    return DriverStandingChanged({ from, to, reason });
  },
});
