import { command, id, wholeNumber, z } from '@waybill/kernel';
import { CheckpointChanged } from '#events/routes';
import { isSamePlace } from '../is-same-place.ts';
import { notPlanning } from '../not-planning.ts';
import { outOfOrder } from '../out-of-order.ts';
import { place } from '../place.ts';
import { checkpointNotFound, checkpointOutOfOrder, routeNotPlanning } from '../problems.ts';
import { route } from '../route.ts';

export const changeCheckpoint = command({
  summary: 'Move a checkpoint, in place or in time, between its neighbours',
  route: 'PUT /routes/{routeId}/checkpoints/{sequence}',
  role: 'officer',
  input: z.strictObject({ routeId: id(), sequence: wholeNumber(1, 1_000_000), ...place }),
  on: route,
  refuses: [checkpointNotFound, routeNotPlanning, checkpointOutOfOrder],
  says: z.object({ sequence: z.int() }),
  tells: ({ sequence }) => ({ sequence }),

  decide: (route, { routeId, ...checkpoint }) => {
    const { checkpoints, scheduledStart: start } = route;
    const index = checkpoints.findIndex(({ sequence }) => sequence === checkpoint.sequence);
    const known = checkpoints[index];
    if (!known) return checkpointNotFound({ sequence: checkpoint.sequence });
    const neighbours = { start, before: checkpoints[index - 1], after: checkpoints[index + 1] };
    const no = notPlanning(route) ?? outOfOrder(checkpoint.expectedAt, neighbours);
    if (no) return no;
    return isSamePlace(known, checkpoint) ? [] : CheckpointChanged({ checkpoint });
  },
});
