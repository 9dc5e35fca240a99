import { allowance } from './allowance.ts';
import { blockSeconds, type Meter, type Slot, type Subject, slidingEstimate, slotAt, windowAt } from './meter.ts';
import type { RateChange, RateState } from './rates.ts';

/** What one container knows of a subject's current window: what the store said last, and what it does not know yet. */
export interface Tally {
  readonly window: number;
  /** Counted by the store, by field: of all containers, and of this one. */
  readonly stored: Map<string, { total: number; own: number }>;
  /** Counted by this container and not written to the store yet. */
  readonly pending: Map<string, number>;
  /** The window before, by field. */
  previous: Readonly<Record<string, number>>;
  /** Whether the windows before were read from the store. */
  isRead: boolean;
  /** When a field is free again, in milliseconds. Blocks outlast windows. */
  readonly blocks: Map<string, number>;
}

export interface At {
  readonly subject: Subject;
  readonly tally: Tally;
}
export interface MeterAt extends At {
  readonly meter: Meter;
}

/** The tally for a moment: the known one, or one of a new window, which keeps the blocks that have not ended. */
export const tallyAt = (known: Tally | undefined, { seconds }: Subject, ms: number): Tally => {
  const window = windowAt(seconds, ms);
  // The clock of a container may be set back by a moment.
  if (known && known.window >= window) return known;
  return {
    window,
    stored: new Map(),
    pending: new Map(),
    previous: known?.window === window - 1 ? countsOf(known) : {},
    isRead: false,
    blocks: new Map([...(known?.blocks ?? [])].filter(([, until]) => until > ms)),
  };
};

const countsOf = ({ stored, pending }: Tally) =>
  Object.fromEntries(
    [...new Set([...stored.keys(), ...pending.keys()])].map((field) => [
      field,
      (stored.get(field)?.total ?? 0) + (pending.get(field) ?? 0),
    ]),
  );

const countIn = ({ window, stored, pending, previous }: Tally, slot: Slot): number =>
  slot.window === window
    ? (stored.get(slot.field)?.total ?? 0) + (pending.get(slot.field) ?? 0)
    : (previous[slot.field] ?? 0);

/** How much of a limit is used, as far as this container knows: never more than really is. */
const usedOf = ({ tally, subject, meter }: MeterAt, ms: number): number => {
  const [now, before] = [slotAt(subject, meter, ms), slotAt(subject, meter, ms - meter.seconds * 1000)];
  return slidingEstimate(meter.seconds, ms, countIn(tally, before), countIn(tally, now));
};

export const leftOf = (at: MeterAt, ms: number): number => at.meter.limit - usedOf(at, ms);

/** When its block ends, in milliseconds, if it is blocked. */
export const blockOf = ({ tally, meter }: MeterAt, ms: number): number | undefined => {
  const until = tally.blocks.get(meter.field);
  return until !== undefined && until > ms ? until : undefined;
};

export const countOne = ({ tally, subject, meter }: MeterAt, ms: number): void => {
  const { field } = slotAt(subject, meter, ms);
  tally.pending.set(field, (tally.pending.get(field) ?? 0) + 1);
};

/** What the store does not know of a meter's current window. */
export const heldBack = ({ tally, subject, meter }: MeterAt, ms: number): number =>
  tally.pending.get(slotAt(subject, meter, ms).field) ?? 0;

/** How urgently a meter must be written to the store: above 1 it is due. `Infinity` if nothing may be held back. */
export const urgencyOf = (at: MeterAt, ms: number): number => {
  const { tally, subject, meter } = at;
  const { field } = slotAt(subject, meter, ms);
  const pending = heldBack(at, ms);
  if (pending === 0) return 0;
  const { total, own } = tally.stored.get(field) ?? { total: 0, own: 0 };
  const used = usedOf(at, ms);
  return pending / allowance({ limit: meter.limit, used, total, own, batch: meter.batch });
};

/** Takes what the store does not know yet, as a change of its item. */
export const changeOf = (tally: Tally, { seconds }: Subject, blocks?: RateChange['blocks']): RateChange => {
  const counts = Object.fromEntries(tally.pending);
  tally.pending.clear();
  // The next window needs the counts, and a block may end that much later.
  const expiresAt = (tally.window + 2) * seconds + blockSeconds;
  return { counts, blocks, expiresAt };
};

export const giveBack = (tally: Tally, { counts }: RateChange): void => {
  for (const [field, by] of Object.entries(counts)) tally.pending.set(field, (tally.pending.get(field) ?? 0) + by);
};

/** Takes over the store's answer to a change. */
export const learn = (tally: Tally, { counts }: RateChange, answer: RateState): void => {
  for (const [field, total] of Object.entries(answer.counts)) {
    const known = tally.stored.get(field) ?? { total: 0, own: 0 };
    // Answers to concurrent changes may arrive in another order.
    tally.stored.set(field, { total: Math.max(total, known.total), own: known.own + (counts[field] ?? 0) });
  }
  learnBlocks(tally, answer);
};

export const learnBefore = (tally: Tally, before: ReadonlyMap<number, RateState>): void => {
  tally.isRead = true;
  const { counts = {} } = before.get(tally.window - 1) ?? {};
  const fields = [...new Set([...Object.keys(counts), ...Object.keys(tally.previous)])];
  tally.previous = Object.fromEntries(
    fields.map((field) => [field, Math.max(counts[field] ?? 0, tally.previous[field] ?? 0)]),
  );
  for (const state of before.values()) learnBlocks(tally, state);
};

const learnBlocks = ({ blocks }: Tally, state: RateState): void => {
  for (const [field, until] of Object.entries(state.blocks))
    blocks.set(field, Math.max(until * 1000, blocks.get(field) ?? 0));
};
