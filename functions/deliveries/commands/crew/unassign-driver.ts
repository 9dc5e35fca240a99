import { command, free, id, z } from '@waybill/kernel';
import { DriverUnassigned } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { driverTime } from '#events/fleet';
import { delivery } from '../../delivery.ts';
import { isLive } from '../../is-live.ts';
import { deliveryOver, deliveryUnderWay } from '../../problems.ts';

export const unassignDriver = command({
  summary: 'Unassign the driver',
  description: 'Possible until the delivery sets out. The booking is freed.',
  route: 'DELETE /deliveries/{deliveryId}/driver',
  role: 'officer',
  input: z.strictObject({ deliveryId: id().describe('The delivery.') }),
  example: { deliveryId: exampleIds.waitingDelivery },
  on: delivery,
  refuses: [deliveryOver, deliveryUnderWay],
  writes: { driverTime },

  decide: ({ status, driverId, route }) => {
    if (!isLive(status)) return deliveryOver({ current: status });
    if (status !== 'PickedUp') return deliveryUnderWay({ current: status });
    return driverId ? [DriverUnassigned({ driverId }), free(driverTime, driverId, route.scheduledStart)] : [];
  },
});
