import type { Checkpoint } from '#events/routes';
import { checkpointOutOfOrder } from '../problems.ts';

interface Neighbours {
  readonly start: string;
  readonly before?: Checkpoint | undefined;
  readonly after?: Checkpoint | undefined;
}

/** The refusal if a time is not strictly between those of the neighbours; else `undefined`. */
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
