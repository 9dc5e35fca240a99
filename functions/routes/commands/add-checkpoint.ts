import { command, id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { type References, referenceReads, referencesUnknown, unknownReference } from '#events/references';
import { CheckpointAdded } from '#events/routes';
import { checkpointOutOfOrder, routeNotPlanning, tooManyCheckpoints } from '../problems.ts';
import { route } from '../route.ts';
import { mostCheckpoints } from '../schedule/most-checkpoints.ts';
import { notPlanning } from '../schedule/not-planning.ts';
import { outOfOrder } from '../schedule/out-of-order.ts';
import { place } from '../schedule/place.ts';

export const addCheckpoint = command({
  summary: 'Add a checkpoint',
  description: 'Adds it to the end of the route: its sequence and its time must be after those of the last checkpoint.',
  route: 'POST /routes/{routeId}/checkpoints',
  role: 'officer',
  status: 201,
  input: z.strictObject({
    routeId: id().describe('The route.'),
    sequence: z.int().min(1).max(1_000_000).describe('Its sequence on the route: above that of the last checkpoint.'),
    ...place,
  }),
  example: {
    routeId: exampleIds.plannedRoute,
    sequence: 90,
    location: 'Cais do Sodré',
    expectedAt: '2030-06-03T10:00:00Z',
    position: { latitude: 38.7061, longitude: -9.1446 },
  },
  on: route,
  refuses: [routeNotPlanning, checkpointOutOfOrder, tooManyCheckpoints, ...referencesUnknown],
  reads: referenceReads((checkpoint: References) => [checkpoint]),
  responseSchema: z.object({ sequence: z.int().describe('The sequence of the checkpoint.') }),
  respond: ({ sequence }) => ({ sequence }),

  decide: (route, { routeId, ...checkpoint }, reads, { caller }) => {
    const { checkpoints, scheduledStart: start } = route;
    const last = checkpoints.at(-1);
    const no = notPlanning(route) ?? unknownReference([checkpoint], reads, caller);
    if (no) return no;
    if (last && checkpoint.sequence <= last.sequence)
      return checkpointOutOfOrder({
        after: { sequence: last.sequence, expectedAt: last.expectedAt },
      });
    if (checkpoints.length >= mostCheckpoints) return tooManyCheckpoints({ most: mostCheckpoints });
    return outOfOrder(checkpoint.expectedAt, { start, before: last }) ?? CheckpointAdded({ checkpoint });
  },
});
