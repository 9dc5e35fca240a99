import { command, id, z } from '@waybill/kernel';
import { VehicleIncidentClosed, VehicleIncidentOpened } from '#events/fleet';
import { incidentsOnDelivery } from '../incidents-on-delivery.ts';
import { vehicle } from '../vehicle.ts';

/**
 * Without a route: for the reactions. It does not believe what they heard, but reads the delivery's stream and brings the
 * vehicle into line with it, on condition that the stream has not moved on: so it may be sent twice, late, or out of order.
 */
export const updateVehicleIncident = command({
  summary: 'Note on a vehicle that an incident concerns it, or that the incident is resolved',
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
