import { claim, command, taken, text, z } from '@waybill/kernel';
import { VehicleRegistered } from '#events/fleet';
import { capacityKg } from '../capacity-kg.ts';
import { essence } from '../essence.ts';
import { identifier } from '../identifier.ts';
import { vehicle } from '../vehicle.ts';

export const registerVehicle = command({
  summary: 'Put a vehicle into service',
  route: 'POST /vehicles',
  role: 'officer',
  input: z.strictObject({ registration: identifier(32), type: text(50), capacityKg: capacityKg().optional() }),
  on: vehicle,
  refuses: [taken('registration')],

  begin: (vehicle) => [VehicleRegistered(vehicle), claim('registration', essence(vehicle.registration))],
});
