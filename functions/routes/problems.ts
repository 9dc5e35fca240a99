import { problem, z } from '@waybill/kernel';
import { RouteStatus } from '#events/routes';

/** The problems that only routes have. */

const sequence = z.int().describe('Its place among the checkpoints of the route.');
const expectedAt = z.iso.datetime().describe('When a delivery is expected there.');
const place = {
  sequence: sequence
    .optional()
    .describe('Its place among the checkpoints of the route; absent for the start of the route.'),
  expectedAt,
};

export const routeNotPlanning = problem(
  'route-not-planning',
  409,
  'The route is not being planned any more; only then can its plan be changed.',
  { current: RouteStatus.describe('The route’s status.') },
);
export const routeInUse = problem(
  'route-in-use',
  409,
  'Deliveries are under way on the route. Finish or cancel them first.',
  {
    deliveries: z.array(z.guid()).describe('The deliveries that use the route.'),
  },
);
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
    scheduledStart: z.iso.datetime().describe('The start that it would have.'),
    scheduledEnd: z.iso.datetime().nullable().describe('The end that it would have, if one is planned.'),
    firstCheckpoint: z.object({ sequence, expectedAt }).nullable().describe('Its first checkpoint, if it has one.'),
  },
);
export const checkpointOutOfOrder = problem(
  'checkpoint-out-of-order',
  409,
  'Checkpoints follow each other in sequence and in time, and come after the start of the route.',
  {
    index: z.int().min(0).optional().describe('Which of the checkpoints sent is out of order, from 0.'),
    after: z.object(place).describe('What it must come after: a checkpoint, or the start of the route.'),
    before: z.object(place).optional().describe('The checkpoint that it must come before, if there is one.'),
  },
);
export const checkpointNotFound = problem(
  'checkpoint-not-found',
  404,
  'The route has no checkpoint with this sequence.',
  {
    sequence: z.int().describe('The sequence that was asked for.'),
  },
);
export const tooManyCheckpoints = problem(
  'too-many-checkpoints',
  409,
  'The route has as many checkpoints as it may have.',
  {
    most: z.int().describe('How many it may have.'),
  },
);
