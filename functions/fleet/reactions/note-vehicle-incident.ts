import { reaction } from '@waybill/kernel';
import { IncidentReported } from '#events/deliveries';
import { updateVehicleIncident } from '../commands/update-vehicle-incident.ts';
import { followIncident } from '../follow-incident.ts';
import { incidentsOnDelivery } from '../incidents-on-delivery.ts';

export const noteVehicleIncident = reaction({
  name: 'noteVehicleIncident',
  to: IncidentReported,
  sends: [updateVehicleIncident],
  reaches: [{ to: 'read', source: incidentsOnDelivery }],
  react: followIncident,
});
