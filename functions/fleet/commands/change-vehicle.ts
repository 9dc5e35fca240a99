import { command, id, taken, text, z } from '@waybill/kernel';
import { VehicleCapacityChanged, VehicleReregistered, VehicleTypeChanged } from '#events/fleet';
import { capacityKg } from '../capacity-kg.ts';
import { identifier } from '../identifier.ts';
import { isNews } from '../is-news.ts';
import { moveClaim } from '../move-claim.ts';
import { vehicleRetired } from '../problems.ts';
import { vehicle } from '../vehicle.ts';

export const changeVehicle = command({
  summary: 'Put right what is known of a vehicle; null takes away',
  route: 'PATCH /vehicles/{vehicleId}',
  role: 'officer',
  input: z
    .strictObject({
      vehicleId: id(),
      registration: identifier(32).optional(),
      type: text(50).optional(),
      capacityKg: capacityKg().nullable().optional(),
    })
    .refine(
      ({ vehicleId, ...changes }) => Object.values(changes).some((it) => it !== undefined),
      'must change something',
    ),
  on: vehicle,
  refuses: [vehicleRetired, taken('registration')],

  decide: (vehicle, { registration, type, capacityKg }) => {
    if (vehicle.retired) return vehicleRetired();
    return [
      ...(isNews(registration, vehicle.registration)
        ? [VehicleReregistered({ registration }), ...moveClaim('registration', vehicle.registration, registration)]
        : []),
      ...(isNews(type, vehicle.type) ? [VehicleTypeChanged({ type })] : []),
      ...(isNews(capacityKg, vehicle.capacityKg)
        ? [VehicleCapacityChanged({ capacityKg: capacityKg ?? undefined })]
        : []),
    ];
  },
});
