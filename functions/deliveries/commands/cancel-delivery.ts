import { command, id, text, z } from '@waybill/kernel';
import { DeliveryCancelled, DeliveryStatusChanged } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { freeAll } from '../crew/bookings.ts';
import { delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';
import { journey } from '../plan/journey.ts';
import { transitionNotAllowed } from '../problems.ts';

export const cancelDelivery = command({
  summary: 'Cancel a delivery',
  description: 'Possible until the delivery is delivered. Final. Frees the driver, the vehicle and the route.',
  route: 'POST /deliveries/{deliveryId}/cancellation',
  role: 'officer',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    reason: text(280).describe('The reason, as free text.'),
    requestedBy: z.enum(['Customer', 'Dispatcher', 'Driver']).describe('Who requested it.'),
  }),
  example: { deliveryId: exampleIds.waitingDelivery, reason: 'The order was withdrawn.', requestedBy: 'Customer' },
  on: delivery,
  refuses: [transitionNotAllowed],
  writes: { driverTime, vehicleTime, routeUse },

  decide: (delivery, { reason, requestedBy }) => {
    const { status: from, route } = delivery;
    if (from === 'Cancelled') return [];
    if (!journey[from].includes('Cancelled'))
      return transitionNotAllowed({ from, to: 'Cancelled', allowed: journey[from] });
    return [
      DeliveryCancelled({ reason, requestedBy }),
      DeliveryStatusChanged({ from, to: 'Cancelled', reason }),
      ...(isLive(from) ? freeAll(route, delivery) : []),
    ];
  },
});
