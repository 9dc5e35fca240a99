interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Schedule {
  readonly scheduledStart: string;
  readonly scheduledEnd: string | null;
}

/** Whether a route is under way at some time in the range. One without an end is there for the moment it starts. */
export const touches = ({ scheduledStart, scheduledEnd }: Schedule, { from, to }: Range): boolean =>
  (to === undefined || scheduledStart < to) &&
  (from === undefined || from <= scheduledStart || (scheduledEnd !== null && from < scheduledEnd));
