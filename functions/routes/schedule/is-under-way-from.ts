interface Schedule {
  readonly scheduledStart: string;
  readonly scheduledEnd: string | null;
}

/** Whether a route is under way at or after a time. A route without an end is under way only at its start. */
export const isUnderWayFrom = ({ scheduledStart, scheduledEnd }: Schedule, from: string): boolean =>
  from <= scheduledStart || (scheduledEnd !== null && from < scheduledEnd);
