import { command, id, z } from '@waybill/kernel';
import { CheckpointsPlanned } from '#events/routes';
import { isSamePlace } from '../is-same-place.ts';
import { mostCheckpoints } from '../most-checkpoints.ts';
import { notPlanning } from '../not-planning.ts';
import { outOfOrder } from '../out-of-order.ts';
import { place } from '../place.ts';
import { checkpointOutOfOrder, routeNotPlanning } from '../problems.ts';
import { route } from '../route.ts';

export const planCheckpoints = command({
  summary: 'Lay out all checkpoints of a route anew, numbered from 1',
  route: 'PUT /routes/{routeId}/checkpoints',
  role: 'officer',
  input: z.strictObject({ routeId: id(), checkpoints: z.array(z.strictObject(place)).max(mostCheckpoints) }),
  on: route,
  refuses: [routeNotPlanning, checkpointOutOfOrder],

  decide: (route, { checkpoints: places }) => {
    const { checkpoints: known, scheduledStart: start } = route;
    const checkpoints = places.map((place, index) => ({ sequence: index + 1, ...place }));
    const no = notPlanning(route);
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
