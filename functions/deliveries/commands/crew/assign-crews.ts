import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { assignCrew } from './assign-crew.ts';

export const assignCrews = bulk({
  summary: 'Assign drivers and vehicles to many deliveries',
  description: 'As assigning a driver or a vehicle to one; each item names a driver, a vehicle or both.',
  route: 'POST /deliveries/bulk/assignment',
  role: 'officer',
  of: assignCrew,
  id: 'deliveryId',
  example: { items: [{ deliveryId: exampleIds.waitingDelivery, driverId: exampleIds.freeDriver }] },
});
