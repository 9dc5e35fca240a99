import { command, id, taken, text, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { VehicleCapacityChanged, VehicleReregistered, VehicleTypeChanged } from '#events/fleet';
import { capacityKg } from '../fields/capacity-kg.ts';
import { hasChanged } from '../fields/has-changed.ts';
import { identifier } from '../fields/identifier.ts';
import { moveClaim } from '../fields/move-claim.ts';
import { registrations } from '../fields/registrations.ts';
import { vehicleRetired } from '../problems.ts';
import { vehicle } from '../vehicle.ts';

export const changeVehicle = command({
  summary: 'Change a vehicle',
  description: 'Only the fields that are sent change; `null` removes the capacity.',
  route: 'PATCH /vehicles/{vehicleId}',
  role: 'officer',
  input: z
    .strictObject({
      vehicleId: id().describe('The vehicle.'),
      registration: identifier(32).optional().describe('The registration number.'),
      type: text(50).optional().describe('The type of vehicle.'),
      capacityKg: capacityKg().nullable().optional().describe('The maximum load, in kilograms; `null` removes it.'),
    })
    .refine(({ vehicleId, ...changes }) => Object.keys(changes).length > 0, 'must change something')
    .meta({ minProperties: 1 }),
  example: { vehicleId: exampleIds.vehicle, type: 'Electric van' },
  on: vehicle,
  refuses: [vehicleRetired, taken('registration')],
  writes: { registrations },

  decide: (vehicle, { registration, type, capacityKg }) => {
    if (vehicle.retired) return vehicleRetired();
    return [
      ...(hasChanged(registration, vehicle.registration)
        ? [VehicleReregistered({ registration }), ...moveClaim(registrations, vehicle.registration, registration)]
        : []),
      ...(hasChanged(type, vehicle.type) ? [VehicleTypeChanged({ type })] : []),
      ...(hasChanged(capacityKg, vehicle.capacityKg)
        ? [VehicleCapacityChanged({ capacityKg: capacityKg ?? undefined })]
        : []),
    ];
  },
});
