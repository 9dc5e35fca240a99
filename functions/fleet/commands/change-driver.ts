import { command, id, taken, text, z } from '@waybill/kernel';
import { DriverLicenceChanged, DriverLinkedToUser, DriverPhoneChanged, DriverRenamed } from '#events/fleet';
import { driver } from '../driver.ts';
import { identifier } from '../identifier.ts';
import { isNews } from '../is-news.ts';
import { moveClaim } from '../move-claim.ts';
import { phone } from '../phone.ts';
import { driverRetired } from '../problems.ts';

export const changeDriver = command({
  summary: 'Put right what is known of a driver; null takes away',
  route: 'PATCH /drivers/{driverId}',
  role: 'officer',
  input: z
    .strictObject({
      driverId: id(),
      name: text(100).optional(),
      licence: identifier(50).optional(),
      phone: phone().nullable(),
      userId: id().nullable().optional(),
    })
    .refine(
      ({ driverId, ...changes }) => Object.values(changes).some((it) => it !== undefined),
      'must change something',
    ),
  on: driver,
  refuses: [driverRetired, taken('licence')],

  decide: (driver, { name, licence, phone, userId }) => {
    if (driver.retired) return driverRetired();
    return [
      ...(isNews(name, driver.name) ? [DriverRenamed({ name })] : []),
      ...(isNews(licence, driver.licence)
        ? [DriverLicenceChanged({ licence }), ...moveClaim('licence', driver.licence, licence)]
        : []),
      ...(isNews(phone, driver.phone) ? [DriverPhoneChanged({ phone: phone ?? undefined })] : []),
      ...(isNews(userId, driver.userId) ? [DriverLinkedToUser({ userId: userId ?? undefined })] : []),
    ];
  },
});
