import { command, id, optionalText, release, z } from '@waybill/kernel';
import { DriverRetired, driverTime } from '#events/fleet';
import { driver } from '../driver.ts';
import { essence } from '../essence.ts';
import { holdersOf } from '../holders-of.ts';
import { driverInUse } from '../problems.ts';

export const retireDriver = command({
  summary: 'Let a driver go, for good; the licence is free again',
  route: 'POST /drivers/{driverId}/retirement',
  role: 'officer',
  input: z.strictObject({ driverId: id(), reason: optionalText(200) }),
  on: driver,
  refuses: [driverInUse],
  consults: { held: driverTime },
  where: ({ driverId }) => ({ held: driverId }),

  decide: ({ licence, retired }, { reason }, { sees: { held } }) => {
    if (retired) return [];
    if (held.length) return driverInUse(holdersOf(held));
    return [DriverRetired({ reason }), release('licence', essence(licence))];
  },
});
