import { command, free, id, z } from '@waybill/kernel';
import { VehicleUnassigned } from '#events/deliveries';
import { vehicleTime } from '#events/fleet';
import { delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';
import { deliveryOver, deliveryUnderWay } from '../problems.ts';

export const unassignVehicle = command({
  summary: 'Take the vehicle off a delivery that has not set out',
  route: 'DELETE /deliveries/{deliveryId}/vehicle',
  role: 'officer',
  input: z.strictObject({ deliveryId: id() }),
  on: delivery,
  refuses: [deliveryOver, deliveryUnderWay],
  books: [vehicleTime],

  decide: ({ status, vehicleId, route }) => {
    if (!isLive(status)) return deliveryOver({ current: status });
    if (status !== 'PickedUp') return deliveryUnderWay({ current: status });
    return vehicleId ? [VehicleUnassigned({ vehicleId }), free(vehicleTime, vehicleId, route.scheduledStart)] : [];
  },
});
