import { bulk } from '@waybill/kernel';
import { assignCrew } from './assign-crew.ts';

export const assignCrews = bulk({
  summary: 'Put drivers and vehicles on many deliveries',
  route: 'POST /deliveries/bulk/assignment',
  role: 'officer',
  of: assignCrew,
  id: 'deliveryId',
});
