interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Schedule {
  readonly scheduledStart: string;
  readonly scheduledEnd: string | null;
}

/** Whether a route is under way at some time in the range. A route without an end is under way only at its start. */
export const touches = ({ scheduledStart, scheduledEnd }: Schedule, { from, to }: Range): boolean =>
  (to === undefined || scheduledStart < to) &&
  (from === undefined || from <= scheduledStart || (scheduledEnd !== null && from < scheduledEnd));
