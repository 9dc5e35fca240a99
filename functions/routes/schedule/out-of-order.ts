import type { Checkpoint } from '#events/routes';
import { checkpointOutOfOrder } from '../problems.ts';

interface Neighbours {
  readonly start: string;
  readonly before?: Checkpoint | undefined;
  readonly after?: Checkpoint | undefined;
}

/** Why nobody can be there at that time, if so: checkpoints come after the start, each strictly after the one before it. */
export const outOfOrder = (expectedAt: string, { start, before, after }: Neighbours, index?: number) => {
  const earliest = before?.expectedAt ?? start;
  const inTime = expectedAt > earliest && (!after || expectedAt < after.expectedAt);
  if (inTime) return undefined;
  return checkpointOutOfOrder({
    index,
    after: { ...(before && { sequence: before.sequence }), expectedAt: earliest },
    ...(after && { before: { sequence: after.sequence, expectedAt: after.expectedAt } }),
  });
};
