import { command, id, z } from '@waybill/kernel';
import { VehicleIncidentClosed, VehicleIncidentOpened } from '#events/fleet';
import { incidentsOnDelivery } from '../incidents-on-delivery.ts';
import { vehicle } from '../vehicle.ts';

/**
 * Has no HTTP route: the reactions send it. It decides on the delivery's stream, not on the event that triggered it,
 * and the write is conditional on the version of that stream. It can therefore be sent twice, late or out of order.
 */
export const updateVehicleIncident = command({
  summary: 'Open or close an incident on a vehicle',
  role: 'officer',
  input: z.strictObject({ vehicleId: id(), deliveryId: id(), incidentId: id() }),
  on: vehicle,
  reads: { delivery: { of: incidentsOnDelivery, id: ({ deliveryId }) => deliveryId } },

  decide: ({ openIncidents }, { vehicleId, deliveryId, incidentId }, { delivery }) => {
    const incident = delivery?.incidents.get(incidentId);
    if (incident?.vehicleId !== vehicleId) return [];
    const { type, isOpen } = incident;
    const isNoted = openIncidents.includes(incidentId);
    if (isOpen && !isNoted) return VehicleIncidentOpened({ incidentId, deliveryId, type });
    return !isOpen && isNoted ? VehicleIncidentClosed({ incidentId }) : [];
  },
});
