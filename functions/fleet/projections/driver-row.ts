import { projection, z } from '@waybill/kernel';
import {
  DriverLicenceChanged,
  DriverLinkedToUser,
  DriverPhoneChanged,
  DriverRegistered,
  DriverRenamed,
  DriverRetired,
  DriverStandingChanged,
  driverStandings,
} from '#events/fleet';
import { folded } from '../answers/begins-with.ts';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { before } from '../answers/search.ts';
import { driver } from '../driver.ts';

/** A driver, as clients see it. */
export const DriverRow = z.object({
  driverId: z.guid().describe('The driver.'),
  name: z.string().describe('Their name.'),
  licence: z.string().describe('The number of their driving licence.'),
  phone: z.string().nullable().describe('Their telephone number in E.164, if known.'),
  userId: z.guid().nullable().describe('The user who signs in as this driver, if there is one.'),
  standing: z.enum([...driverStandings, 'Retired']).describe('The standing: whether the driver can be assigned.'),
  createdAt: z.iso.datetime().describe('When they were registered.'),
  updatedAt: z.iso.datetime().describe('When they were last changed.'),
});
export type DriverRow = z.infer<typeof DriverRow>;

export const driverRow = projection<DriverRow>('driver', {
  of: driver,
  row: DriverRow,
  changedAt: 'updatedAt',
  indexes: {
    current: ({ standing, name }) => (standing === 'Retired' ? undefined : ['', folded(name)]),
    standing: ({ standing, name }) => [standing, folded(name)],
    licence: ({ standing, licence, name }) => [
      standing === 'Retired' ? 'Retired' : '',
      `${normalizedIdentifier(licence)}${before}${folded(name)}`,
    ],
  },
  counters: ({ standing }) => (standing === 'Retired' ? undefined : { bucket: 'standing', counts: { [standing]: 1 } }),
})
  .begin(DriverRegistered, ({ aggregateId, at, data: { name, licence, phone, userId } }) => ({
    driverId: aggregateId,
    name,
    licence,
    phone: phone ?? null,
    userId: userId ?? null,
    standing: 'Available',
    createdAt: at,
    updatedAt: at,
  }))
  .on(DriverRenamed, (row, { data: { name } }) => ({ ...row, name }))
  .on(DriverLicenceChanged, (row, { data: { licence } }) => ({ ...row, licence }))
  .on(DriverPhoneChanged, (row, { data: { phone } }) => ({ ...row, phone: phone ?? null }))
  .on(DriverLinkedToUser, (row, { data: { userId } }) => ({ ...row, userId: userId ?? null }))
  .on(DriverStandingChanged, (row, { data: { to } }) => ({ ...row, standing: to }))
  .on(DriverRetired, (row) => ({ ...row, standing: 'Retired' }));
