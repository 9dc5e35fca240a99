import { command, id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { type References, referenceReads, referencesUnknown, unknownReference } from '#events/references';
import { CheckpointsPlanned } from '#events/routes';
import { checkpointOutOfOrder, routeNotPlanning } from '../problems.ts';
import { route } from '../route.ts';
import { isSamePlace } from '../schedule/is-same-place.ts';
import { mostCheckpoints } from '../schedule/most-checkpoints.ts';
import { notPlanning } from '../schedule/not-planning.ts';
import { outOfOrder } from '../schedule/out-of-order.ts';
import { place } from '../schedule/place.ts';

export const planCheckpoints = command({
  summary: 'Replace the checkpoints',
  description: 'Replaces all checkpoints of a route, numbered from 1.',
  route: 'PUT /routes/{routeId}/checkpoints',
  role: 'officer',
  input: z.strictObject({
    routeId: id().describe('The route.'),
    checkpoints: z
      .array(z.strictObject(place))
      .max(mostCheckpoints)
      .describe('All checkpoints, in order, each later than the previous one.'),
  }),
  example: {
    routeId: exampleIds.plannedRoute,
    checkpoints: [
      { location: 'Praça do Comércio', expectedAt: '2030-06-03T08:40:00Z' },
      { location: 'Jardim da Estrela', expectedAt: '2030-06-03T09:20:00Z' },
    ],
  },
  on: route,
  refuses: [routeNotPlanning, checkpointOutOfOrder, ...referencesUnknown],
  reads: referenceReads((route: { readonly checkpoints: readonly References[] }) => route.checkpoints),

  decide: (route, { checkpoints: places }, reads, { caller }) => {
    const { checkpoints: known, scheduledStart: start } = route;
    const checkpoints = places.map((place, index) => ({ sequence: index + 1, ...place }));
    const no = notPlanning(route) ?? unknownReference(places, reads, caller);
    if (no) return no;
    for (const [index, { expectedAt }] of checkpoints.entries()) {
      const late = outOfOrder(expectedAt, { start, before: checkpoints[index - 1] }, index);
      if (late) return late;
    }
    const same =
      known.length === checkpoints.length && known.every((it, index) => isSamePlace(it, checkpoints[index]!));
    return same ? [] : CheckpointsPlanned({ checkpoints });
  },
});
