import { command, id, optionalText, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { vehicleTime } from '#events/fleet';
import { assign, assigning } from '../../crew/assign.ts';
import { unfitVehicle, vehicleUnfit } from '../../crew/fitness.ts';
import { delivery } from '../../delivery.ts';
import { policy, vehicle } from '../../external-aggregates.ts';

export const assignVehicle = command({
  summary: 'Assign a vehicle',
  description:
    'Before the delivery sets out, no reason is needed. Afterwards it is a hand-over, which requires a `reason`. The vehicle is booked for the time of the route.',
  route: 'PUT /deliveries/{deliveryId}/vehicle',
  role: 'officer',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    vehicleId: id().describe('The vehicle.'),
    reason: optionalText(200).describe(
      'The reason. Required for a hand-over, which is a change after the delivery has set out.',
    ),
  }),
  example: { deliveryId: exampleIds.waitingDelivery, vehicleId: exampleIds.freeVehicle },
  on: delivery,
  refuses: [...assigning, ...vehicleUnfit],
  reads: {
    vehicle: { of: vehicle, id: ({ vehicleId }) => vehicleId },
    policy: { of: policy, id: (_, { caller: { orgId } }) => orgId, consistency: 'eventual' },
  },
  writes: { vehicleTime },

  decide: (delivery, wanted, reads) => assign(delivery, wanted, reads, unfitVehicle, { vehicle: vehicleTime }),
});
