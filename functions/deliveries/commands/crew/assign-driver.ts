import { command, id, optionalText, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { driverTime } from '#events/fleet';
import { assign, assigning } from '../../crew/assign.ts';
import { driverUnfit, unfitDriver } from '../../crew/fitness.ts';
import { delivery } from '../../delivery.ts';
import { driver, policy } from '../../external-aggregates.ts';

export const assignDriver = command({
  summary: 'Assign a driver',
  description:
    'Before the delivery sets out, no reason is needed. Afterwards it is a hand-over, which requires a `reason`. The driver is booked for the time of the route.',
  route: 'PUT /deliveries/{deliveryId}/driver',
  role: 'officer',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    driverId: id().describe('The driver.'),
    reason: optionalText(200).describe(
      'The reason. Required for a hand-over, which is a change after the delivery has set out.',
    ),
  }),
  example: { deliveryId: exampleIds.waitingDelivery, driverId: exampleIds.freeDriver },
  on: delivery,
  refuses: [...assigning, ...driverUnfit],
  reads: {
    driver: { of: driver, id: ({ driverId }) => driverId },
    policy: { of: policy, id: (_, { caller: { orgId } }) => orgId, consistency: 'eventual' },
  },
  writes: { driverTime },

  decide: (delivery, wanted, reads) => assign(delivery, wanted, reads, unfitDriver, { driver: driverTime }),
});
