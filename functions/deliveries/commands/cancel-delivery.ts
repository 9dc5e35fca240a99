import { command, id, text, z } from '@waybill/kernel';
import { DeliveryCancelled, DeliveryStatusChanged } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { freeAll } from '../bookings.ts';
import { delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';
import { journey } from '../journey.ts';
import { transitionNotAllowed } from '../problems.ts';

export const cancelDelivery = command({
  summary: 'Call a delivery off',
  route: 'POST /deliveries/{deliveryId}/cancellation',
  role: 'officer',
  input: z.strictObject({
    deliveryId: id(),
    reason: text(280),
    requestedBy: z.enum(['Customer', 'Dispatcher', 'Driver']),
  }),
  on: delivery,
  refuses: [transitionNotAllowed],
  books: [driverTime, vehicleTime, routeUse],

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
