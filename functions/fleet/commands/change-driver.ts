import { command, id, taken, text, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { DriverLicenceChanged, DriverLinkedToUser, DriverPhoneChanged, DriverRenamed } from '#events/fleet';
import { driver } from '../driver.ts';
import { hasChanged } from '../fields/has-changed.ts';
import { identifier } from '../fields/identifier.ts';
import { licences } from '../fields/licences.ts';
import { moveClaim } from '../fields/move-claim.ts';
import { phone } from '../fields/phone.ts';
import { driverRetired } from '../problems.ts';

export const changeDriver = command({
  summary: 'Change a driver',
  description: 'Only the fields that are sent change; `null` removes a phone number or the link to a user.',
  route: 'PATCH /drivers/{driverId}',
  role: 'officer',
  input: z
    .strictObject({
      driverId: id().describe('The driver.'),
      name: text(100).optional().describe('Their name.'),
      licence: identifier(50).optional().describe('The number of their driving licence.'),
      phone: phone().nullable().describe('A telephone number in E.164; `null` removes it.'),
      userId: id().nullable().optional().describe('The user who signs in as this driver; `null` removes the link.'),
    })
    .refine(({ driverId, ...changes }) => Object.keys(changes).length > 0, 'must change something')
    .meta({ minProperties: 1 }),
  example: { driverId: exampleIds.driver, phone: '+4915112345679' },
  on: driver,
  refuses: [driverRetired, taken('licence')],
  writes: { licences },

  decide: (driver, { name, licence, phone, userId }) => {
    if (driver.retired) return driverRetired();
    return [
      ...(hasChanged(name, driver.name) ? [DriverRenamed({ name })] : []),
      ...(hasChanged(licence, driver.licence)
        ? [DriverLicenceChanged({ licence }), ...moveClaim(licences, driver.licence, licence)]
        : []),
      ...(hasChanged(phone, driver.phone) ? [DriverPhoneChanged({ phone: phone ?? undefined })] : []),
      ...(hasChanged(userId, driver.userId) ? [DriverLinkedToUser({ userId: userId ?? undefined })] : []),
    ];
  },
});
