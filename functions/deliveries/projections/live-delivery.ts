import { projection, z } from '@waybill/kernel';
import {
  CheckpointReached,
  DeliveryCreated,
  DeliveryRetried,
  DeliveryStatus,
  DeliveryStatusChanged,
  DriverAssigned,
  DriverHandedOver,
  DriverUnassigned,
  IncidentReported,
  IncidentResolved,
  Priority,
  type RoutePlan,
  Severity,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';
import { delivery } from '../delivery.ts';
import { AssignedDriver, AssignedVehicle } from '../delivery-row.ts';
import { urgencyOf } from '../urgency-of.ts';

const Checkpoint = z
  .object({
    sequence: z.number().int().describe('Its place on the route.'),
    location: z.string().describe('Where it is.'),
    expectedAt: z.iso.datetime().describe('When the driver is expected there.'),
  })
  .meta({ id: 'NextCheckpoint', description: 'A checkpoint that is still ahead.' });

/** What the board of deliveries under way needs of each; the row waits unlisted while the delivery is not under way. */
export const LiveDelivery = z.object({
  deliveryId: z.guid().describe('The delivery.'),
  status: DeliveryStatus,
  reference: z.string().nullable().describe('Your own number for it.'),
  priority: Priority,
  route: z
    .object({
      routeId: z.guid().describe('The route.'),
      origin: z.string().describe('Where it starts.'),
      destination: z.string().describe('Where it ends.'),
      scheduledEnd: z.iso.datetime().describe('When it ends.'),
    })
    .meta({ id: 'LiveRoute', description: 'The route of a delivery under way.' }),
  driver: AssignedDriver.nullable().describe('Its driver, if it has one.'),
  vehicle: AssignedVehicle.nullable().describe('Its vehicle, if it has one.'),
  ahead: z.array(Checkpoint),
  last: Checkpoint.extend({ reachedAt: z.iso.datetime().describe('When it was reached.') })
    .meta({ id: 'LastCheckpoint', description: 'The checkpoint that was reached last.' })
    .nullable()
    .describe('The checkpoint that was reached last, if there is one.'),
  open: z.array(z.object({ incidentId: z.guid(), severity: Severity.nullable(), reportedAt: z.iso.datetime() })),
  createdAt: z.iso.datetime().describe('When it was created.'),
});
export type LiveDelivery = z.infer<typeof LiveDelivery>;

const planned = ({ routeId, origin, destination, scheduledEnd, checkpoints }: RoutePlan) => ({
  route: { routeId, origin, destination, scheduledEnd },
  ahead: checkpoints.map(({ sequence, location, expectedAt }) => ({ sequence, location, expectedAt })),
  last: null,
});

export const liveDelivery = projection<LiveDelivery>('live-delivery', {
  of: delivery,
  row: LiveDelivery,
  indexes: {
    underWay: (row) =>
      row.status === 'InTransit' || row.status === 'OutForDelivery' ? ['', urgencyOf(row)] : undefined,
  },
})
  .begin(DeliveryCreated, ({ aggregateId, at, data }) => ({
    deliveryId: aggregateId,
    status: 'PickedUp',
    reference: data.reference ?? null,
    priority: data.priority,
    ...planned(data.route),
    driver: data.driverId ? { driverId: data.driverId, name: data.driverName ?? '' } : null,
    vehicle: data.vehicleId ? { vehicleId: data.vehicleId, registration: data.registration ?? '' } : null,
    open: [],
    createdAt: at,
  }))
  .on(DeliveryStatusChanged, (row, { data: { to } }) => ({ ...row, status: to }))
  .on(DeliveryRetried, (row, { data: { route } }) => ({ ...row, ...planned(route) }))
  .on(DriverAssigned, (row, { data: { driverId, driverName } }) => ({ ...row, driver: { driverId, name: driverName } }))
  .on(DriverHandedOver, (row, { data: { driverId, driverName } }) => ({
    ...row,
    driver: { driverId, name: driverName },
  }))
  .on(DriverUnassigned, (row) => ({ ...row, driver: null }))
  .on(VehicleAssigned, (row, { data: { vehicleId, registration } }) => ({
    ...row,
    vehicle: { vehicleId, registration },
  }))
  .on(VehicleHandedOver, (row, { data: { vehicleId, registration } }) => ({
    ...row,
    vehicle: { vehicleId, registration },
  }))
  .on(VehicleUnassigned, (row) => ({ ...row, vehicle: null }))
  .on(CheckpointReached, (row, { at, data: { sequence } }) => {
    const reached = row.ahead.find((checkpoint) => checkpoint.sequence === sequence);
    return reached
      ? { ...row, ahead: row.ahead.filter((it) => it !== reached), last: { ...reached, reachedAt: at } }
      : row;
  })
  .on(IncidentReported, (row, { at, data: { incidentId, severity } }) => ({
    ...row,
    open: [...row.open, { incidentId, severity: severity ?? null, reportedAt: at }],
  }))
  .on(IncidentResolved, (row, { data: { incidentId } }) => ({
    ...row,
    open: row.open.filter((incident) => incident.incidentId !== incidentId),
  }));
