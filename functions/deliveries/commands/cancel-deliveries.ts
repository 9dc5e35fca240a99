import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { cancelDelivery } from './cancel-delivery.ts';

export const cancelDeliveries = bulk({
  summary: 'Cancel many deliveries',
  description: 'Each item follows the rules of `POST /deliveries/{deliveryId}/cancellation`.',
  route: 'POST /deliveries/bulk/cancellation',
  role: 'officer',
  of: cancelDelivery,
  id: 'deliveryId',
  example: { items: [{ deliveryId: exampleIds.waitingDelivery, reason: 'Heavy snow.', requestedBy: 'Dispatcher' }] },
});
