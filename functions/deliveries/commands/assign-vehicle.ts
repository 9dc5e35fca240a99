import { command, id, optionalText, z } from '@waybill/kernel';
import { vehicleTime } from '#events/fleet';
import { assign, assigning } from '../assign.ts';
import { delivery } from '../delivery.ts';
import { unfitVehicle, vehicleUnfit } from '../fitness.ts';
import { policy, vehicle } from '../sights.ts';

export const assignVehicle = command({
  summary: 'Put a vehicle on a delivery, or hand it over under way',
  route: 'PUT /deliveries/{deliveryId}/vehicle',
  role: 'officer',
  input: z.strictObject({ deliveryId: id(), vehicleId: id(), reason: optionalText(200) }),
  on: delivery,
  refuses: [...assigning, ...vehicleUnfit],
  consults: { vehicle, policy },
  where: ({ vehicleId }, _, { orgId }) => ({ vehicle: vehicleId, policy: orgId }),
  books: [vehicleTime],

  decide: (delivery, wanted, { sees }) => assign(delivery, wanted, sees, unfitVehicle),
});
