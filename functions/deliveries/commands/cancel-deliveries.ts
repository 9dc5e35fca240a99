import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { cancelDelivery } from './cancel-delivery.ts';

export const cancelDeliveries = bulk({
  summary: 'Cancel many deliveries',
  description: 'As cancelling one.',
  route: 'POST /deliveries/bulk/cancellation',
  role: 'officer',
  of: cancelDelivery,
  id: 'deliveryId',
  example: { items: [{ deliveryId: exampleIds.waitingDelivery, reason: 'Heavy snow.', requestedBy: 'Dispatcher' }] },
});
