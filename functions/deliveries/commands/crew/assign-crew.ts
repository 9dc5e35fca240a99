import { command, id, optionalText, z } from '@waybill/kernel';
import { driverTime, vehicleTime } from '#events/fleet';
import { assign, assigning } from '../../crew/assign.ts';
import { driverUnfit, unfitCrew, vehicleUnfit } from '../../crew/fitness.ts';
import { delivery } from '../../delivery.ts';
import { driver, policy, vehicle } from '../../external-aggregates.ts';

/** Has no HTTP route: it handles one item of a bulk assignment. */
export const assignCrew = command({
  summary: 'Assign a driver, a vehicle or both to a delivery',
  role: 'officer',
  input: z
    .strictObject({
      deliveryId: id().describe('The delivery.'),
      driverId: id().optional().describe('The driver.'),
      vehicleId: id().optional().describe('The vehicle.'),
      reason: optionalText(200).describe(
        'The reason. Required for a hand-over, which is a change after the delivery has set out.',
      ),
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
