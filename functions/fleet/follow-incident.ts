import type { HeardEvent, Platform, Send } from '@waybill/kernel';
import { updateVehicleIncident } from './commands/update-vehicle-incident.ts';
import { incidentsOnDelivery } from './incidents-on-delivery.ts';

/** Finds the vehicle that an incident concerns, if it concerns one, and brings it up to date. */
export const followIncident = async (
  { org, aggregateId: deliveryId, data: { incidentId } }: HeardEvent<{ readonly incidentId: string }>,
  send: Send,
  { events }: Platform,
): Promise<void> => {
  const { context, name: aggregate } = incidentsOnDelivery;
  const history = await events.read({ context, org, aggregate, id: deliveryId });
  const incident = incidentsOnDelivery.fold(history)?.incidents.get(incidentId);
  if (incident) await send(updateVehicleIncident, { vehicleId: incident.vehicleId, deliveryId, incidentId });
};
