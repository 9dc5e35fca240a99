import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { changeDeliveryStatus } from './change-delivery-status.ts';

export const changeDeliveryStatuses = bulk({
  summary: 'Change the status of many deliveries',
  description: 'Each item follows the rules of changing the status of one delivery.',
  route: 'POST /deliveries/bulk/status',
  role: 'officer',
  of: changeDeliveryStatus,
  id: 'deliveryId',
  example: { items: [{ deliveryId: exampleIds.delivery, status: 'InTransit' }] },
});
