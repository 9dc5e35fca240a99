import { claim, command, id, taken, text, z } from '@waybill/kernel';
import { DriverRegistered } from '#events/fleet';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { driver } from '../driver.ts';
import { identifier } from '../fields/identifier.ts';
import { licences } from '../fields/licences.ts';
import { phone } from '../fields/phone.ts';

export const registerDriver = command({
  summary: 'Register a driver',
  description:
    'The licence is unique in the organization, in any spelling. With `userId`, that user acts as this driver.',
  route: 'POST /drivers',
  role: 'officer',
  input: z.strictObject({
    name: text(100).describe('Their name.'),
    licence: identifier(50).describe('The number of their driving licence.'),
    phone: phone(),
    userId: id().optional().describe('The user who signs in as this driver.'),
  }),
  example: { name: 'Nora Lindqvist', licence: 'L-204 117', phone: '+4915112345678' },
  on: driver,
  refuses: [taken('licence')],
  writes: { licences },

  begin: (driver) => [DriverRegistered(driver), claim(licences, normalizedIdentifier(driver.licence))],
});
