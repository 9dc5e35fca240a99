import { externalAggregate } from '@waybill/kernel';
import {
  DeliveryCreated,
  IncidentReported,
  IncidentResolved,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';

interface Incident {
  readonly vehicleId: string;
  readonly type: 'Accident' | 'Breakdown';
  readonly isOpen: boolean;
}

interface State {
  readonly vehicleId?: string | undefined;
  /** The incidents that concern a vehicle, each with the vehicle that was on the delivery at the time. */
  readonly incidents: ReadonlyMap<string, Incident>;
}

/** A delivery, as far as the fleet reads it: the incidents that concern a vehicle, and the vehicle. */
export const incidentsOnDelivery = externalAggregate('deliveries', 'delivery')
  .begin(DeliveryCreated, ({ vehicleId }): State => ({ vehicleId, incidents: new Map() }))
  .on(VehicleAssigned, (delivery, { vehicleId }) => ({ ...delivery, vehicleId }))
  .on(VehicleHandedOver, (delivery, { vehicleId }) => ({ ...delivery, vehicleId }))
  .on(VehicleUnassigned, (delivery) => ({ ...delivery, vehicleId: undefined }))
  .on(IncidentReported, (delivery, { incidentId, type }) => {
    const { vehicleId, incidents } = delivery;
    if (!vehicleId || (type !== 'Accident' && type !== 'Breakdown')) return delivery;
    return { ...delivery, incidents: new Map(incidents).set(incidentId, { vehicleId, type, isOpen: true }) };
  })
  .on(IncidentResolved, (delivery, { incidentId }) => {
    const incident = delivery.incidents.get(incidentId);
    if (!incident) return delivery;
    return { ...delivery, incidents: new Map(delivery.incidents).set(incidentId, { ...incident, isOpen: false }) };
  });
