import { bulk } from '@waybill/kernel';
import { cancelDelivery } from './cancel-delivery.ts';

export const cancelDeliveries = bulk({
  summary: 'Call many deliveries off',
  route: 'POST /deliveries/bulk/cancellation',
  role: 'officer',
  of: cancelDelivery,
  id: 'deliveryId',
});
