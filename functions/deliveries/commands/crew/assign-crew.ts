import { command, id, optionalText, z } from '@waybill/kernel';
import { driverTime, vehicleTime } from '#events/fleet';
import { assign, assigning } from '../../crew/assign.ts';
import { driverUnfit, unfitCrew, vehicleUnfit } from '../../crew/fitness.ts';
import { delivery } from '../../delivery.ts';
import { driver, policy, vehicle } from '../../sights.ts';

/** Without a route of its own: an item of a bulk assignment. */
export const assignCrew = command({
  summary: 'Put a driver, a vehicle or both on a delivery',
  role: 'officer',
  input: z
    .strictObject({
      deliveryId: id().describe('The delivery.'),
      driverId: id().optional().describe('The driver.'),
      vehicleId: id().optional().describe('The vehicle.'),
      reason: optionalText(200).describe('Why; needed for a hand-over after the delivery has set out.'),
    })
    .refine(({ driverId, vehicleId }) => driverId ?? vehicleId, {
      path: ['driverId'],
      error: 'a driver or a vehicle is needed',
    })
    .meta({ anyOf: [{ required: ['driverId'] }, { required: ['vehicleId'] }] }),
  on: delivery,
  refuses: [...assigning, ...driverUnfit, ...vehicleUnfit],
  reads: {
    driver: { of: driver, id: ({ driverId }) => driverId },
    vehicle: { of: vehicle, id: ({ vehicleId }) => vehicleId },
    policy: { of: policy, id: (_, { caller: { orgId } }) => orgId, consistency: 'eventual' },
  },
  writes: { driverTime, vehicleTime },

  decide: (delivery, wanted, reads) =>
    assign(delivery, wanted, reads, unfitCrew, { driver: driverTime, vehicle: vehicleTime }),
});
