import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { assignCrew } from './assign-crew.ts';

export const assignCrews = bulk({
  summary: 'Assign drivers and vehicles to many deliveries',
  description: 'Each item names a driver, a vehicle or both, and follows the rules of assigning them to one delivery.',
  route: 'POST /deliveries/bulk/assignment',
  role: 'officer',
  of: assignCrew,
  id: 'deliveryId',
  example: { items: [{ deliveryId: exampleIds.waitingDelivery, driverId: exampleIds.freeDriver }] },
});
