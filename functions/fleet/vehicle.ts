import { aggregate, claim } from '@waybill/kernel';
import {
  VehicleCapacityChanged,
  VehicleIncidentClosed,
  VehicleIncidentOpened,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  type VehicleStanding,
  VehicleStandingChanged,
  VehicleTypeChanged,
} from '#events/fleet';
import { normalizedIdentifier } from './answers/normalized-identifier.ts';
import { registrations } from './fields/registrations.ts';

export interface Vehicle {
  readonly registration: string;
  readonly type: string;
  readonly capacityKg?: number | undefined;
  readonly standing: VehicleStanding;
  readonly retired: boolean;
  /** The open incidents. */
  readonly openIncidents: readonly string[];
}

export const vehicle = aggregate('fleet', 'vehicle')
  .begin(
    VehicleRegistered,
    (registered): Vehicle => ({ ...registered, standing: 'Available', retired: false, openIncidents: [] }),
  )
  .on(VehicleReregistered, (vehicle, { registration }) => ({ ...vehicle, registration }))
  .on(VehicleTypeChanged, (vehicle, { type }) => ({ ...vehicle, type }))
  .on(VehicleCapacityChanged, (vehicle, { capacityKg }) => ({ ...vehicle, capacityKg }))
  .on(VehicleStandingChanged, (vehicle, { to }) => ({ ...vehicle, standing: to }))
  .on(VehicleIncidentOpened, (vehicle, { incidentId }) => ({
    ...vehicle,
    openIncidents: [...vehicle.openIncidents, incidentId],
  }))
  .on(VehicleIncidentClosed, (vehicle, { incidentId }) => ({
    ...vehicle,
    openIncidents: vehicle.openIncidents.filter((id) => id !== incidentId),
  }))
  .on(VehicleRetired, (vehicle) => ({ ...vehicle, retired: true }))
  .invariants(({ registration, retired }) =>
    retired ? [] : [claim(registrations, normalizedIdentifier(registration))],
  );
