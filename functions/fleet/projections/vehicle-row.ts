import { projection, z } from '@waybill/kernel';
import {
  VehicleCapacityChanged,
  VehicleIncidentClosed,
  VehicleIncidentOpened,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  VehicleStandingChanged,
  VehicleTypeChanged,
  vehicleStandings,
} from '#events/fleet';
import { folded } from '../answers/begins-with.ts';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { before } from '../answers/search.ts';
import { vehicle } from '../vehicle.ts';

/** A vehicle, as clients see it. */
export const VehicleRow = z.object({
  vehicleId: z.guid().describe('The vehicle.'),
  registration: z.string().describe('The registration number.'),
  type: z.string().describe('The type of vehicle.'),
  capacityKg: z.number().nullable().describe('The maximum load, in kilograms, if known.'),
  standing: z.enum([...vehicleStandings, 'Retired']).describe('The standing: whether the vehicle can be assigned.'),
  openIncidents: z
    .array(
      z
        .object({
          incidentId: z.guid().describe('The incident.'),
          deliveryId: z.guid().describe('The delivery on which it happened.'),
          type: VehicleIncidentOpened.schema.shape.type.describe('What happened.'),
          openedAt: z.iso.datetime().describe('When it was reported.'),
        })
        .meta({ id: 'VehicleIncident', description: 'An accident or a breakdown that is not resolved yet.' }),
    )
    .describe('Accidents and breakdowns on its deliveries that are not resolved yet, oldest first.'),
  createdAt: z.iso.datetime().describe('When it was registered.'),
  updatedAt: z.iso.datetime().describe('When it was last changed.'),
});
export type VehicleRow = z.infer<typeof VehicleRow>;

export const vehicleRow = projection<VehicleRow>('vehicle', {
  of: vehicle,
  row: VehicleRow,
  changedAt: 'updatedAt',
  indexes: {
    current: ({ standing, registration }) => (standing === 'Retired' ? undefined : ['', registration.toLowerCase()]),
    standing: ({ standing, registration }) => [standing, registration.toLowerCase()],
    registration: ({ standing, registration }) => [
      standing === 'Retired' ? 'Retired' : '',
      `${normalizedIdentifier(registration)}${before}${registration.toLowerCase()}`,
    ],
    type: ({ standing, type, registration }) => [
      standing === 'Retired' ? 'Retired' : '',
      `${folded(type)}${before}${registration.toLowerCase()}`,
    ],
  },
  counters: ({ standing }) => (standing === 'Retired' ? undefined : { bucket: 'standing', counts: { [standing]: 1 } }),
})
  .begin(VehicleRegistered, ({ aggregateId, at, data: { registration, type, capacityKg } }) => ({
    vehicleId: aggregateId,
    registration,
    type,
    capacityKg: capacityKg ?? null,
    standing: 'Available',
    openIncidents: [],
    createdAt: at,
    updatedAt: at,
  }))
  .on(VehicleReregistered, (row, { data: { registration } }) => ({ ...row, registration }))
  .on(VehicleTypeChanged, (row, { data: { type } }) => ({ ...row, type }))
  .on(VehicleCapacityChanged, (row, { data: { capacityKg } }) => ({
    ...row,
    capacityKg: capacityKg ?? null,
  }))
  .on(VehicleStandingChanged, (row, { data: { to } }) => ({ ...row, standing: to }))
  .on(VehicleIncidentOpened, (row, { at, data }) => ({
    ...row,
    openIncidents: [...row.openIncidents, { ...data, openedAt: at }],
  }))
  .on(VehicleIncidentClosed, (row, { data: { incidentId } }) => ({
    ...row,
    openIncidents: row.openIncidents.filter((incident) => incident.incidentId !== incidentId),
  }))
  .on(VehicleRetired, (row) => ({ ...row, standing: 'Retired' }));
