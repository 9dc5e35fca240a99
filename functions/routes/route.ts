import { aggregate } from '@waybill/kernel';
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

export interface Route {
  readonly name?: string | undefined;
  readonly origin: string;
  readonly destination: string;
  readonly status: RouteStatus;
  readonly scheduledStart: string;
  /** The planned end; see `endOf`. */
  readonly plannedEnd?: string | undefined;
  /** In order of sequence and of time. */
  readonly checkpoints: readonly Checkpoint[];
}

export const route = aggregate('routes', 'route')
  .begin(
    RouteCreated,
    ({ scheduledEnd, ...created }): Route => ({
      ...created,
      plannedEnd: scheduledEnd,
      status: 'Planning',
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
  .on(CheckpointAdded, (route, { checkpoint }) => ({ ...route, checkpoints: [...route.checkpoints, checkpoint] }))
  .on(CheckpointChanged, (route, { checkpoint }) => ({
    ...route,
    checkpoints: route.checkpoints.map((it) => (it.sequence === checkpoint.sequence ? checkpoint : it)),
  }))
  .on(CheckpointRemoved, (route, { sequence }) => ({
    ...route,
    checkpoints: route.checkpoints.filter((it) => it.sequence !== sequence),
  }))
  .on(CheckpointsPlanned, (route, { checkpoints }) => ({ ...route, checkpoints }))
  .on(RouteStatusChanged, (route, { to }) => ({ ...route, status: to }));
