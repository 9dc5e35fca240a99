import { command, free, id, refuse, z } from '@waybill/kernel';
import { DriverUnassigned } from '#events/deliveries';
import { driverTime } from '#events/fleet';
import { delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';

export const unassignDriver = command({
  summary: 'Take the driver off a delivery that has not set out',
  route: 'DELETE /deliveries/{deliveryId}/driver',
  role: 'officer',
  input: z.strictObject({ deliveryId: id() }),
  on: delivery,
  books: [driverTime],

  decide: ({ status, driverId, route }) => {
    if (!isLive(status)) return refuse('delivery-over', { current: status });
    if (status !== 'PickedUp') return refuse('delivery-under-way', { current: status });
    return driverId ? [DriverUnassigned({ driverId }), free(driverTime, driverId, route.scheduledStart)] : [];
  },
});
