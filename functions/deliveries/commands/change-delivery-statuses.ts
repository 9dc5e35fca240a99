import { bulk } from '@waybill/kernel';
import { changeDeliveryStatus } from './change-delivery-status.ts';

export const changeDeliveryStatuses = bulk({
  summary: 'Move many deliveries along their journeys',
  route: 'POST /deliveries/bulk/status',
  role: 'officer',
  of: changeDeliveryStatus,
  id: 'deliveryId',
});
