import { setTimeout as sleep } from 'node:timers/promises';

/** The clock of the simulated day. Times of day are written `08:30`, instants as ISO-8601. */
export interface Day {
  readonly now: () => string;
  readonly momentOf: (time: string) => string;
  readonly timeOf: (moment: string) => string;
  /** The minutes of the simulated day between two instants. */
  readonly minutes: (from: string, to: string) => number;
  readonly until: (time: string) => Promise<void>;
}

interface Options {
  readonly begins: string;
  /** From this time on, the clock runs in real time, so that deliveries under way stay under way. */
  readonly slowsDownAt: string;
  /** Milliseconds per minute until then. */
  readonly minuteMs: number;
  /** How far the system's clock is ahead of ours, in milliseconds. */
  readonly aheadMs: number;
}

export const simulatedDay = ({ begins, slowsDownAt, minuteMs, aheadMs }: Options): Day => {
  const clock = () => Date.now() + aheadMs;
  const first = minutesIn(begins);
  const slow = minutesIn(slowsDownAt);
  const start = clock();
  const slowFrom = start + (slow - first) * minuteMs;

  const instantOf = (minute: number) =>
    minute <= slow ? start + (minute - first) * minuteMs : slowFrom + (minute - slow) * 60_000;
  const minuteOf = (instant: number) =>
    instant <= slowFrom ? first + (instant - start) / minuteMs : slow + (instant - slowFrom) / 60_000;

  return {
    now: () => new Date(clock()).toISOString(),
    momentOf: (time) => new Date(instantOf(minutesIn(time))).toISOString(),
    timeOf: (moment) => written(minuteOf(Date.parse(moment))),
    minutes: (from, to) => whole(minuteOf(Date.parse(to))) - whole(minuteOf(Date.parse(from))),
    until: async (time) => {
      await sleep(Math.max(0, instantOf(minutesIn(time)) - clock()));
    },
  };
};

const minutesIn = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Instants are stored in whole milliseconds: 08:30 must not be rounded down to 08:29. */
const whole = (minute: number) => Math.floor(minute + 0.5 / 60);

const written = (minute: number) => {
  return [Math.floor(whole(minute) / 60) % 24, whole(minute) % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
};
