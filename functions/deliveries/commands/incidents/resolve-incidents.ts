import { bulk } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { resolveIncident } from './resolve-incident.ts';

export const resolveIncidents = bulk({
  summary: 'Resolve many incidents',
  description: 'Each item follows the rules of resolving one incident.',
  route: 'POST /incidents/bulk/resolution',
  role: 'officer',
  of: resolveIncident,
  id: 'incidentId',
  example: { items: [{ deliveryId: exampleIds.movingDelivery, incidentId: exampleIds.incident }] },
});
