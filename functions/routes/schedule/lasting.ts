/** The upper limits of the duration classes, in hours: zero, half a shift, half a day, 2 days, 2 weeks, half a year. */
const hours = [0, 4, 12, 48, 336, 4_380] as const;
const hourMs = 3_600_000;
/** The class of all longer routes. */
const longer = 'longer';

interface Schedule {
  readonly scheduledStart: string;
  readonly scheduledEnd: string | null;
}

/** The duration class of a route. A route without an end has no duration. */
export const lasting = ({ scheduledStart, scheduledEnd }: Schedule): string => {
  const ms = Date.parse(scheduledEnd ?? scheduledStart) - Date.parse(scheduledStart);
  return String(hours.find((most) => ms <= most * hourMs) ?? longer);
};

/**
 * The ranges of the duration index that contain all routes under way at or after a time. A route of a class starts no
 * earlier before that time than the upper limit of its class.
 */
export const underWayFrom = (moment: string): readonly { readonly by: string; readonly from?: string }[] => [
  ...hours.map((most) => ({ by: String(most), from: before(moment, most * hourMs) })),
  { by: longer },
];

/** The earliest time that a four-digit year can represent. */
const firstMs = Date.parse('0000-01-01T00:00:00.000Z');

const before = (moment: string, ms: number) => new Date(Math.max(firstMs, Date.parse(moment) - ms)).toISOString();
