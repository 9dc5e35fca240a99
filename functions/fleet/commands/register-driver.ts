import { claim, command, id, taken, text, z } from '@waybill/kernel';
import { DriverRegistered } from '#events/fleet';
import { driver } from '../driver.ts';
import { essence } from '../essence.ts';
import { identifier } from '../identifier.ts';
import { phone } from '../phone.ts';

export const registerDriver = command({
  summary: 'Take a driver on',
  route: 'POST /drivers',
  role: 'officer',
  input: z.strictObject({ name: text(100), licence: identifier(50), phone: phone(), userId: id().optional() }),
  on: driver,
  refuses: [taken('licence')],

  begin: (driver) => [DriverRegistered(driver), claim('licence', essence(driver.licence))],
});
