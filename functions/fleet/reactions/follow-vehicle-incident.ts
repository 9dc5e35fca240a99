import { reaction } from '@waybill/kernel';
import { IncidentReported, IncidentResolved } from '#events/deliveries';
import { updateVehicleIncident } from '../commands/update-vehicle-incident.ts';
import { incidentsOnDelivery } from '../incidents-on-delivery.ts';

/** Updates the vehicle that an incident concerns, if it concerns one. */
export const followVehicleIncident = reaction({
  name: 'followVehicleIncident',
  on: [IncidentReported, IncidentResolved],
  reads: { incidentsOnDelivery },
  uses: { updateVehicleIncident },

  react: async ({ aggregateId: deliveryId, data: { incidentId } }, { incidentsOnDelivery, updateVehicleIncident }) => {
    const delivery = await incidentsOnDelivery.state(deliveryId);
    const incident = delivery?.incidents.get(incidentId);
    return incident && updateVehicleIncident({ vehicleId: incident.vehicleId, deliveryId, incidentId });
  },
});
