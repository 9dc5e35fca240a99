import { externalAggregate } from '@waybill/kernel';
import {
  BufferChanged,
  DriverLinkedToUser,
  DriverRegistered,
  DriverRenamed,
  DriverRetired,
  DriverStandingChanged,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  VehicleStandingChanged,
} from '#events/fleet';
import {
  type Checkpoint,
  CheckpointAdded,
  CheckpointChanged,
  CheckpointRemoved,
  CheckpointsPlanned,
  RouteCreated,
  RouteRedirected,
  RouteRenamed,
  RouteRescheduled,
  type RouteStatus,
  RouteStatusChanged,
} from '#events/routes';

/** The driver, as far as a delivery reads it. */
export interface DriverState {
  readonly name: string;
  readonly userId?: string | undefined;
  readonly available: boolean;
}

export const driver = externalAggregate('fleet', 'driver')
  .begin(DriverRegistered, ({ name, userId }): DriverState => ({ name, userId, available: true }))
  .on(DriverRenamed, (driver, { name }) => ({ ...driver, name }))
  .on(DriverLinkedToUser, (driver, { userId }) => ({ ...driver, userId }))
  .on(DriverStandingChanged, (driver, { to }) => ({ ...driver, available: to === 'Available' }))
  .on(DriverRetired, (driver) => ({ ...driver, available: false }));

/** The vehicle, as far as a delivery reads it. */
export interface VehicleState {
  readonly registration: string;
  readonly available: boolean;
}

export const vehicle = externalAggregate('fleet', 'vehicle')
  .begin(VehicleRegistered, ({ registration }): VehicleState => ({ registration, available: true }))
  .on(VehicleReregistered, (vehicle, { registration }) => ({ ...vehicle, registration }))
  .on(VehicleStandingChanged, (vehicle, { to }) => ({ ...vehicle, available: to === 'Available' }))
  .on(VehicleRetired, (vehicle) => ({ ...vehicle, available: false }));

/** The minimum time between two bookings of a driver or vehicle. An eventually consistent read is enough. */
export const policy = externalAggregate('fleet', 'policy').begin(BufferChanged, ({ bufferMinutes }) => ({
  bufferMinutes,
}));

/** The route, as far as a delivery reads it. */
export interface RouteState {
  readonly status: RouteStatus;
  readonly name?: string | undefined;
  readonly origin: string;
  readonly destination: string;
  readonly scheduledStart: string;
  readonly plannedEnd?: string | undefined;
  readonly checkpoints: readonly Checkpoint[];
}

const bySequence = (checkpoints: readonly Checkpoint[]) => checkpoints.toSorted((a, b) => a.sequence - b.sequence);

export const route = externalAggregate('routes', 'route')
  .begin(
    RouteCreated,
    ({ name, origin, destination, scheduledStart, scheduledEnd }): RouteState => ({
      status: 'Planning',
      name,
      origin,
      destination,
      scheduledStart,
      plannedEnd: scheduledEnd,
      checkpoints: [],
    }),
  )
  .on(RouteRenamed, (route, { name }) => ({ ...route, name }))
  .on(RouteRedirected, (route, { origin, destination }) => ({ ...route, origin, destination }))
  .on(RouteRescheduled, (route, { scheduledStart, scheduledEnd }) => ({
    ...route,
    scheduledStart,
    plannedEnd: scheduledEnd,
  }))
  .on(CheckpointAdded, (route, { checkpoint }) => ({
    ...route,
    checkpoints: bySequence([...route.checkpoints, checkpoint]),
  }))
  .on(CheckpointChanged, (route, { checkpoint }) => ({
    ...route,
    checkpoints: route.checkpoints.map((it) => (it.sequence === checkpoint.sequence ? checkpoint : it)),
  }))
  .on(CheckpointRemoved, (route, { sequence }) => ({
    ...route,
    checkpoints: route.checkpoints.filter((it) => it.sequence !== sequence),
  }))
  .on(CheckpointsPlanned, (route, { checkpoints }) => ({ ...route, checkpoints: bySequence(checkpoints) }))
  .on(RouteStatusChanged, (route, { to }) => ({ ...route, status: to }));
