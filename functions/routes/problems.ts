import { problem, z } from '@waybill/kernel';
import { RouteStatus } from '#events/routes';

/** The problems of this context. */

const sequence = z.int().describe('Its sequence among the checkpoints of the route.');
const expectedAt = z.iso.datetime().describe('When a delivery is expected there.');
const place = {
  sequence: sequence
    .optional()
    .describe('Its sequence among the checkpoints of the route; absent for the start of the route.'),
  expectedAt,
};

export const routeNotPlanning = problem(
  'route-not-planning',
  409,
  'This change is not possible in the current status. Set the route to `Planning` first.',
  { current: RouteStatus.describe('The route’s status.') },
);
export const routeInUse = problem('route-in-use', 409, 'Live deliveries use the route. Finish or cancel them first.', {
  deliveries: z.array(z.guid()).describe('The deliveries that use the route.'),
});
export const routeHasNoSchedule = problem(
  'route-has-no-schedule',
  409,
  'An active route needs an end: a `scheduledEnd` or at least one checkpoint.',
);
export const scheduleOutOfOrder = problem(
  'schedule-out-of-order',
  409,
  'The route would start after its end or after its first checkpoint.',
  {
    scheduledStart: z.iso.datetime().describe('The requested start.'),
    scheduledEnd: z.iso.datetime().nullable().describe('The resulting planned end, if there is one.'),
    firstCheckpoint: z.object({ sequence, expectedAt }).nullable().describe('Its first checkpoint, if it has one.'),
  },
);
export const checkpointOutOfOrder = problem(
  'checkpoint-out-of-order',
  409,
  'Checkpoints must be in order of sequence and of time, and after the start of the route.',
  {
    index: z.int().min(0).optional().describe('The index of the checkpoint that is out of order, from 0.'),
    after: z.object(place).describe('What it must be after: a checkpoint, or the start of the route.'),
    before: z.object(place).optional().describe('The checkpoint that it must be before, if there is one.'),
  },
);
export const checkpointNotFound = problem(
  'checkpoint-not-found',
  404,
  'The route has no checkpoint with this sequence.',
  {
    sequence: z.int().describe('The requested sequence.'),
  },
);
export const tooManyCheckpoints = problem(
  'too-many-checkpoints',
  409,
  'The route has the maximum number of checkpoints.',
  {
    most: z.int().describe('The maximum number.'),
  },
);
