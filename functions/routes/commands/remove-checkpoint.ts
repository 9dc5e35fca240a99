import { command, id, wholeNumber, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { CheckpointRemoved } from '#events/routes';
import { checkpointNotFound, routeNotPlanning } from '../problems.ts';
import { route } from '../route.ts';
import { notPlanning } from '../schedule/not-planning.ts';

export const removeCheckpoint = command({
  summary: 'Remove a checkpoint',
  description: 'The others keep their sequence.',
  route: 'DELETE /routes/{routeId}/checkpoints/{sequence}',
  role: 'officer',
  input: z.strictObject({
    routeId: id().describe('The route.'),
    sequence: wholeNumber(1, 1_000_000).describe('The sequence of the checkpoint.'),
  }),
  example: { routeId: exampleIds.plannedRoute, sequence: '2' },
  on: route,
  refuses: [checkpointNotFound, routeNotPlanning],

  decide: (route, { sequence }) => {
    if (!route.checkpoints.some((it) => it.sequence === sequence)) return checkpointNotFound({ sequence });
    return notPlanning(route) ?? CheckpointRemoved({ sequence });
  },
});
