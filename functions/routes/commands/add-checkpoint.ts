import { command, id, z } from '@waybill/kernel';
import { CheckpointAdded } from '#events/routes';
import { mostCheckpoints } from '../most-checkpoints.ts';
import { notPlanning } from '../not-planning.ts';
import { outOfOrder } from '../out-of-order.ts';
import { place } from '../place.ts';
import { checkpointOutOfOrder, routeNotPlanning, tooManyCheckpoints } from '../problems.ts';
import { route } from '../route.ts';

export const addCheckpoint = command({
  summary: 'Add a checkpoint at the end of a route',
  route: 'POST /routes/{routeId}/checkpoints',
  role: 'officer',
  status: 201,
  input: z.strictObject({ routeId: id(), sequence: z.int().min(1).max(1_000_000), ...place }),
  on: route,
  refuses: [routeNotPlanning, checkpointOutOfOrder, tooManyCheckpoints],
  says: z.object({ sequence: z.int() }),
  tells: ({ sequence }) => ({ sequence }),

  decide: (route, { routeId, ...checkpoint }) => {
    const { checkpoints, scheduledStart: start } = route;
    const last = checkpoints.at(-1);
    const no = notPlanning(route);
    if (no) return no;
    if (last && checkpoint.sequence <= last.sequence)
      return checkpointOutOfOrder({
        after: { sequence: last.sequence, expectedAt: last.expectedAt },
      });
    if (checkpoints.length >= mostCheckpoints) return tooManyCheckpoints({ most: mostCheckpoints });
    return outOfOrder(checkpoint.expectedAt, { start, before: last }) ?? CheckpointAdded({ checkpoint });
  },
});
