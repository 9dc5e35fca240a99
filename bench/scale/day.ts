/** The calls of a delivery's life, as `npm run bench -- cost` makes them. */
export const calls = ['create', 'setOut', 'checkpoint', 'deliver'] as const;
export type Call = (typeof calls)[number];
/** Calls per second, by kind. */
export type Rates = Readonly<Record<Call, number>>;

/** Deliveries of a hundred created in each hour: offices in the morning, shops until evening. An assumption. */
const createdPerHour = [0, 0, 0, 0, 0, 1, 4, 12, 16, 13, 10, 8, 7, 6, 6, 5, 5, 4, 2, 1, 0, 0, 0, 0];

/** Minutes between calls, minimum and maximum, uniformly distributed. An assumption. */
const minutesUntil = { setOut: [30, 120], checkpoint: [10, 30], deliver: [5, 20] } as const;
const afterwards = ['setOut', ...new Array<'checkpoint'>(6).fill('checkpoint'), 'deliver'] as const;

/** The most deliveries that are simulated. Higher rates are scaled up from these. */
const simulated = 50_000;
const minutesOfDay = 1_440;

/** A generator of numbers in [0, 1) that always yields the same ones (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Calls in each minute of a day. Calls after midnight count in the same day's morning, as if all days were equal. */
export const day = (deliveries: number): Readonly<Record<Call, readonly number[]>> => {
  const random = randomFrom(1);
  const count = Math.min(deliveries, simulated);
  const share = deliveries / count;
  const minutes = Object.fromEntries(calls.map((call) => [call, new Array<number>(minutesOfDay).fill(0)])) as Record<
    Call,
    number[]
  >;
  const note = (call: Call, at: number) => {
    minutes[call][Math.floor(at) % minutesOfDay]! += share;
  };
  const after = ([least, most]: readonly [number, number]) => least + random() * (most - least);
  const hours = createdPerHour.flatMap((many, hour) => new Array<number>(many).fill(hour));
  for (let i = 0; i < count; i++) {
    let at = 60 * (hours[Math.floor(random() * hours.length)]! + random());
    note('create', at);
    for (const call of afterwards) {
      at += after(minutesUntil[call]);
      note(call, at);
    }
  }
  return minutes;
};

/**
 * Calls in the busiest second of such a day: those of the minute with the most calls, spread evenly over it, and four
 * standard deviations of a Poisson process, which one second in 30,000 exceeds.
 */
export const busiestSecond = (deliveries: number): Rates => {
  const minutes = day(deliveries);
  const total = (minute: number) => calls.reduce((sum, call) => sum + minutes[call][minute]!, 0);
  const busiest = Array.from({ length: minutesOfDay }, (_, i) => i).reduce((a, b) => (total(b) > total(a) ? b : a));
  const mean = total(busiest) / 60;
  const peak = (mean + 4 * Math.sqrt(mean)) / mean;
  return Object.fromEntries(calls.map((call) => [call, (minutes[call][busiest]! / 60) * peak])) as Rates;
};
