import { type At, heldBack, leftOf, urgencyOf } from './tally.ts';

/** Refused requests are written to the store after this part of the limit: their exact number no longer matters. */
const refusedPart = 0.1;

const urgency = ({ tally, subject }: At, ms: number): number =>
  Math.max(...subject.meters.map((meter) => urgencyOf({ tally, subject, meter }, ms)));

/** A limit of which more than half is used. */
const isNear = ({ tally, subject }: At, ms: number): boolean =>
  subject.meters.some((meter) => leftOf({ tally, subject, meter }, ms) < meter.limit / 2);

/** What is written to the store before a request is admitted: one subject, or two if one is near its limit, the other overdue. */
export const dueOf = (near: At | undefined, wide: readonly At[], ms: number): readonly At[] => {
  const exact = near && urgency(near, ms) > 1 ? [near] : [];
  const [coarse] = wide
    .map((at) => ({ at, urgency: urgency(at, ms) }))
    .filter(({ urgency }) => urgency > 1)
    .toSorted((a, b) => b.urgency - a.urgency);
  if (!coarse) return exact;
  if (!exact[0] || !isNear(exact[0], ms)) return [coarse.at];
  return coarse.urgency > 2 ? [...exact, coarse.at] : exact;
};

/** Whether a subject whose requests are refused has so many of them that the store must know. */
export const isLarge = ({ tally, subject }: At, ms: number): boolean =>
  subject.meters.some((meter) => heldBack({ tally, subject, meter }, ms) > meter.limit * refusedPart);
