import { command, id, optionalText, release, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { DriverRetired, driverTime } from '#events/fleet';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { holdersOf } from '../availability/holders-of.ts';
import { driver } from '../driver.ts';
import { licences } from '../fields/licences.ts';
import { driverInUse } from '../problems.ts';

export const retireDriver = command({
  summary: 'Retire a driver',
  description: 'Retires the driver permanently. The licence can be registered again.',
  route: 'POST /drivers/{driverId}/retirement',
  role: 'officer',
  input: z.strictObject({
    driverId: id().describe('The driver.'),
    reason: optionalText(200).describe('The reason, as free text.'),
  }),
  example: { driverId: exampleIds.freeDriver, reason: 'Moved to another town.' },
  on: driver,
  refuses: [driverInUse],
  reads: { held: { of: driverTime, id: ({ driverId }) => driverId } },
  writes: { licences },

  decide: ({ licence, retired }, { reason }, { held }) => {
    if (retired) return [];
    if (held.length) return driverInUse(holdersOf(held));
    return [DriverRetired({ reason }), release(licences, normalizedIdentifier(licence))];
  },
});
