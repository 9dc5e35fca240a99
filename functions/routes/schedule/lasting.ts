/** Upper ends of the classes, in hours: a moment, half a shift, half a day, two days, two weeks, half a year. */
const hours = [0, 4, 12, 48, 336, 4_380] as const;
const hourMs = 3_600_000;
/** The class of routes that last longer. */
const longer = 'longer';

interface Schedule {
  readonly scheduledStart: string;
  readonly scheduledEnd: string | null;
}

/** How long a route lasts, roughly. One without an end lasts a moment. */
export const lasting = ({ scheduledStart, scheduledEnd }: Schedule): string => {
  const ms = Date.parse(scheduledEnd ?? scheduledStart) - Date.parse(scheduledStart);
  return String(hours.find((most) => ms <= most * hourMs) ?? longer);
};

/**
 * The parts of the index by duration that have all routes under way at or after a moment, in the order in which they start:
 * those of a class have not started longer before it than they can last.
 */
export const underWayFrom = (moment: string): readonly { readonly by: string; readonly from?: string }[] => [
  ...hours.map((most) => ({ by: String(most), from: before(moment, most * hourMs) })),
  { by: longer },
];

/** The first moment that a date of four digits for the year can hold. */
const firstMs = Date.parse('0000-01-01T00:00:00.000Z');

const before = (moment: string, ms: number) => new Date(Math.max(firstMs, Date.parse(moment) - ms)).toISOString();
