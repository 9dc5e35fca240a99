import { aggregate, claim } from '@waybill/kernel';
import {
  DriverLicenceChanged,
  DriverLinkedToUser,
  DriverPhoneChanged,
  DriverRegistered,
  DriverRenamed,
  DriverRetired,
  type DriverStanding,
  DriverStandingChanged,
} from '#events/fleet';
import { normalizedIdentifier } from './answers/normalized-identifier.ts';
import { licences } from './fields/licences.ts';

export interface Driver {
  readonly name: string;
  readonly licence: string;
  readonly phone?: string | undefined;
  readonly userId?: string | undefined;
  readonly standing: DriverStanding;
  readonly retired: boolean;
}

export const driver = aggregate('fleet', 'driver')
  .begin(DriverRegistered, (registered): Driver => ({ ...registered, standing: 'Available', retired: false }))
  .on(DriverRenamed, (driver, { name }) => ({ ...driver, name }))
  .on(DriverLicenceChanged, (driver, { licence }) => ({ ...driver, licence }))
  .on(DriverPhoneChanged, (driver, { phone }) => ({ ...driver, phone }))
  .on(DriverLinkedToUser, (driver, { userId }) => ({ ...driver, userId }))
  .on(DriverStandingChanged, (driver, { to }) => ({ ...driver, standing: to }))
  .on(DriverRetired, (driver) => ({ ...driver, retired: true }))
  .invariants(({ licence, retired }) => (retired ? [] : [claim(licences, normalizedIdentifier(licence))]));
