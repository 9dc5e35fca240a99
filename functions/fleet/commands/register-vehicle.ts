import { claim, command, taken, text, z } from '@waybill/kernel';
import { VehicleRegistered } from '#events/fleet';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { capacityKg } from '../fields/capacity-kg.ts';
import { identifier } from '../fields/identifier.ts';
import { registrations } from '../fields/registrations.ts';
import { vehicle } from '../vehicle.ts';

export const registerVehicle = command({
  summary: 'Register a vehicle',
  description: 'The registration is unique in the organization, in any spelling.',
  route: 'POST /vehicles',
  role: 'officer',
  input: z.strictObject({
    registration: identifier(32).describe('The registration number.'),
    type: text(50).describe('The type of vehicle.'),
    capacityKg: capacityKg().optional(),
  }),
  example: { registration: 'GH-56-IJ', type: 'Van', capacityKg: 900 },
  on: vehicle,
  refuses: [taken('registration')],
  writes: { registrations },

  begin: (vehicle) => [VehicleRegistered(vehicle), claim(registrations, normalizedIdentifier(vehicle.registration))],
});
