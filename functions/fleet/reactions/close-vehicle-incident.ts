import { reaction } from '@waybill/kernel';
import { IncidentResolved } from '#events/deliveries';
import { updateVehicleIncident } from '../commands/update-vehicle-incident.ts';
import { followIncident } from '../follow-incident.ts';
import { incidentsOnDelivery } from '../incidents-on-delivery.ts';

export const closeVehicleIncident = reaction({
  name: 'closeVehicleIncident',
  to: IncidentResolved,
  sends: [updateVehicleIncident],
  reaches: [{ to: 'read', source: incidentsOnDelivery }],
  react: followIncident,
});
