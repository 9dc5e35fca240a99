import { Position, projection, z } from '@waybill/kernel';
import { LocationId } from '#events/geo';
import {
  Checkpoint,
  CheckpointAdded,
  CheckpointChanged,
  CheckpointRemoved,
  CheckpointsPlanned,
  RouteCreated,
  RouteRedirected,
  RouteRenamed,
  RouteRescheduled,
  RouteStatus,
  RouteStatusChanged,
} from '#events/routes';
import { route } from '../route.ts';
import { endOf } from '../schedule/end-of.ts';
import { lasting } from '../schedule/lasting.ts';

const Time = z.iso.datetime();
const CheckpointRow = Checkpoint.extend({
  position: Position.nullable().describe('Its coordinates, if known.'),
  locationId: LocationId.nullable().describe('The registered location, if it is one.'),
  contactId: z.guid().nullable().describe('The contact at that place, if there is one.'),
}).meta({
  id: 'Checkpoint',
  description: 'A place on the route, with its sequence and expected time.',
});
type CheckpointRow = z.infer<typeof CheckpointRow>;

/** A route, as clients see it. */
export const RouteRow = z.object({
  routeId: z.guid().describe('The route.'),
  name: z.string().nullable().describe('What people call it.'),
  origin: z.string().describe('Where it starts.'),
  destination: z.string().describe('Where it ends.'),
  status: RouteStatus,
  scheduledStart: Time.describe('When it starts.'),
  /** The planned end. */
  plannedEnd: Time.nullable(),
  /** The actual end: see `endOf`. */
  scheduledEnd: Time.nullable().describe('The end: the planned end or the last checkpoint, whichever is later.'),
  checkpoints: z.array(CheckpointRow).describe('The checkpoints, in order.'),
  createdAt: Time.describe('When it was created.'),
  updatedAt: Time.describe('When it was last changed.'),
});
export type RouteRow = z.infer<typeof RouteRow>;

const checkpointRow = (checkpoint: Checkpoint): CheckpointRow => ({
  ...checkpoint,
  position: checkpoint.position ?? null,
  locationId: checkpoint.locationId ?? null,
  contactId: checkpoint.contactId ?? null,
});

/** Sets the end, which depends on the other fields. */
const ended = (row: Omit<RouteRow, 'scheduledEnd'>): RouteRow => ({ ...row, scheduledEnd: endOf(row) ?? null });

export const routeRow = projection<RouteRow>('route', {
  of: route,
  row: RouteRow,
  changedAt: 'updatedAt',
  indexes: {
    status: ({ status, scheduledStart }) => [status, scheduledStart],
    lasting: (row) => [lasting(row), row.scheduledStart],
  },
  counters: ({ status }) => ({ bucket: 'status', counts: { [status]: 1 } }),
})
  .begin(RouteCreated, ({ aggregateId, at, data: { name, scheduledEnd, ...created } }) =>
    ended({
      routeId: aggregateId,
      name: name ?? null,
      ...created,
      plannedEnd: scheduledEnd ?? null,
      status: 'Planning',
      checkpoints: [],
      createdAt: at,
      updatedAt: at,
    }),
  )
  .on(RouteRenamed, (row, { data: { name } }) => ({ ...row, name: name ?? null }))
  .on(RouteRedirected, (row, { data: { origin, destination } }) => ({
    ...row,
    origin,
    destination,
  }))
  .on(RouteRescheduled, (row, { data: { scheduledStart, scheduledEnd } }) =>
    ended({ ...row, scheduledStart, plannedEnd: scheduledEnd ?? null }),
  )
  .on(CheckpointAdded, (row, { data: { checkpoint } }) =>
    ended({ ...row, checkpoints: [...row.checkpoints, checkpointRow(checkpoint)] }),
  )
  .on(CheckpointChanged, (row, { data: { checkpoint } }) =>
    ended({
      ...row,
      checkpoints: row.checkpoints.map((it) => (it.sequence === checkpoint.sequence ? checkpointRow(checkpoint) : it)),
    }),
  )
  .on(CheckpointRemoved, (row, { data: { sequence } }) =>
    ended({ ...row, checkpoints: row.checkpoints.filter((it) => it.sequence !== sequence) }),
  )
  .on(CheckpointsPlanned, (row, { data: { checkpoints } }) =>
    ended({ ...row, checkpoints: checkpoints.map(checkpointRow) }),
  )
  .on(RouteStatusChanged, (row, { data: { to } }) => ({ ...row, status: to }));
