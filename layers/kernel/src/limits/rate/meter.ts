/** One limit of one subject. */
export interface Meter {
  /** For headers, metrics and documentation. */
  readonly name: string;
  readonly limit: number;
  /** Length of the sliding window. */
  readonly seconds: number;
  /** The name of its counter in the subject's item. */
  readonly field: string;
  /** Of an item with many such fields: not counted while another limit refuses the requests, so that it stays small. */
  readonly isOneOfMany?: boolean;
  /** See `allowance`. */
  readonly batch?: number | undefined;
}

/** Meters that are counted in one item. */
export interface Subject {
  /** See `RateItem`. */
  readonly key: string;
  /** Length of the windows of the item: a multiple of those of its meters. */
  readonly seconds: number;
  readonly meters: readonly Meter[];
}

/** How long a subject is blocked once it has exceeded a limit. */
export const blockSeconds = 300;

export interface Slot {
  readonly window: number;
  readonly field: string;
}

/** Where the requests of a moment are counted. A meter with shorter windows than its item has a field for each. */
export const slotAt = ({ seconds }: Pick<Subject, 'seconds'>, meter: Meter, ms: number): Slot => {
  const window = windowAt(seconds, ms);
  if (meter.seconds === seconds) return { window, field: meter.field };
  const index = Math.floor((ms / 1000 - window * seconds) / meter.seconds);
  return { window, field: `${meter.field}${index}` };
};

export const windowAt = (seconds: number, ms: number): number => Math.floor(ms / 1000 / seconds);

/**
 * The requests of the last `seconds`, if those of the previous window were spread evenly over it: the previous count,
 * weighted with the part of it that lies within the sliding window, and the current one.
 */
export const slidingEstimate = (seconds: number, ms: number, previous: number, current: number): number => {
  const elapsed = (ms / 1000 / seconds) % 1;
  return Math.floor(previous * (1 - elapsed) + current);
};
