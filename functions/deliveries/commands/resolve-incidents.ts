import { bulk } from '@waybill/kernel';
import { resolveIncident } from './resolve-incident.ts';

export const resolveIncidents = bulk({
  summary: 'Tell that many incidents are over',
  route: 'POST /incidents/bulk/resolution',
  role: 'officer',
  of: resolveIncident,
  id: 'incidentId',
});
