import { command, id, wholeNumber, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { type References, referenceReads, referencesUnknown, unknownReference } from '#events/references';
import { CheckpointChanged } from '#events/routes';
import { checkpointNotFound, checkpointOutOfOrder, routeNotPlanning } from '../problems.ts';
import { route } from '../route.ts';
import { isSamePlace } from '../schedule/is-same-place.ts';
import { notPlanning } from '../schedule/not-planning.ts';
import { outOfOrder } from '../schedule/out-of-order.ts';
import { place } from '../schedule/place.ts';

export const changeCheckpoint = command({
  summary: 'Change a checkpoint',
  description:
    'Replaces its location, position and expected time. The time must stay between those of its neighbours. A field that is not sent is removed.',
  route: 'PUT /routes/{routeId}/checkpoints/{sequence}',
  role: 'officer',
  input: z.strictObject({
    routeId: id().describe('The route.'),
    sequence: wholeNumber(1, 1_000_000).describe('The sequence of the checkpoint.'),
    ...place,
  }),
  example: {
    routeId: exampleIds.plannedRoute,
    sequence: '1',
    location: 'Praça do Comércio, east side',
    expectedAt: '2030-06-03T08:45:00Z',
  },
  on: route,
  refuses: [checkpointNotFound, routeNotPlanning, checkpointOutOfOrder, ...referencesUnknown],
  reads: referenceReads((checkpoint: References) => [checkpoint]),
  responseSchema: z.object({ sequence: z.int().describe('The sequence of the checkpoint.') }),
  respond: ({ sequence }) => ({ sequence }),

  decide: (route, { routeId, ...checkpoint }, reads, { caller }) => {
    const { checkpoints, scheduledStart: start } = route;
    const index = checkpoints.findIndex(({ sequence }) => sequence === checkpoint.sequence);
    const known = checkpoints[index];
    if (!known) return checkpointNotFound({ sequence: checkpoint.sequence });
    const neighbours = { start, before: checkpoints[index - 1], after: checkpoints[index + 1] };
    const no =
      notPlanning(route) ??
      outOfOrder(checkpoint.expectedAt, neighbours) ??
      unknownReference([checkpoint], reads, caller);
    if (no) return no;
    return isSamePlace(known, checkpoint) ? [] : CheckpointChanged({ checkpoint });
  },
});
