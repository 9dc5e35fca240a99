/** Something that can be booked for a window of time, declared in `events/` by the context that owns it. */
export interface Resource<Name extends string = string> {
  readonly kind: 'resource';
  readonly context: string;
  readonly name: Name;
  /** An exclusive resource serves one holder at a time; bookings of others are only counted. */
  readonly exclusive: boolean;
}

export const resource = <const Name extends string>(
  context: string,
  name: Name,
  { exclusive = true } = {},
): Resource<Name> => ({
  kind: 'resource',
  context,
  name,
  exclusive,
});

/** Half-open, `[from, to)`, ISO-8601 in UTC. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** A window of one resource, held until it is freed. */
export interface Booking extends Window {
  readonly resource: string;
  readonly id: string;
  readonly holder: string;
}

/** The position of a booking among those of its resource: in time order. */
export const bookingSlot = ({ from, holder }: Pick<Booking, 'from' | 'holder'>): string => `${from}#${holder}`;

/** Whether two half-open windows overlap. A window of length zero contains its start. */
export const overlaps = (a: Window, b: Window): boolean => a.from === b.from || (a.from < b.to && b.from < a.to);

/** The latest possible time: ISO-8601 with four digits for the year still sorts as text. */
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

/** The window with a margin on both sides, in minutes. */
export const widened = ({ from, to }: Window, minutes: number): Window => ({
  from: new Date(Date.parse(from) - minutes * 60_000).toISOString(),
  to: new Date(Math.min(Date.parse(to) + minutes * 60_000, lastMoment)).toISOString(),
});
