import { command, free, id, z } from '@waybill/kernel';
import { VehicleUnassigned } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { vehicleTime } from '#events/fleet';
import { delivery } from '../../delivery.ts';
import { isLive } from '../../is-live.ts';
import { deliveryOver, deliveryUnderWay } from '../../problems.ts';

export const unassignVehicle = command({
  summary: 'Unassign the vehicle',
  description: 'Possible until the delivery sets out. The booking is freed.',
  route: 'DELETE /deliveries/{deliveryId}/vehicle',
  role: 'officer',
  input: z.strictObject({ deliveryId: id().describe('The delivery.') }),
  example: { deliveryId: exampleIds.waitingDelivery },
  on: delivery,
  refuses: [deliveryOver, deliveryUnderWay],
  writes: { vehicleTime },

  decide: ({ status, vehicleId, route }) => {
    if (!isLive(status)) return deliveryOver({ current: status });
    if (status !== 'PickedUp') return deliveryUnderWay({ current: status });
    return vehicleId ? [VehicleUnassigned({ vehicleId }), free(vehicleTime, vehicleId, route.scheduledStart)] : [];
  },
});
