import { digest } from '../ids.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { Platform } from '../platform.ts';
import type { Source } from '../write/aggregate.ts';
import type { RecordedEvent } from '../write/event.ts';
import { type Booking, bookingSlot, type Resource } from '../write/resource.ts';

/** The bookings of a kind of resource, a bounded number at a time. */
export interface BookingReader {
  /** The last booking of this resource that begins before the time; strongly consistent on request. */
  last(id: string, before: string, options?: { readonly consistent?: boolean }): Promise<Booking | undefined>;
  /** The same for many resources: only those with a booking. */
  lasts(ids: readonly string[], before: string): Promise<ReadonlyMap<string, Booking>>;
  /** The bookings of an exclusive resource that overlap the range, in time order; strongly consistent on request. */
  page(id: string, options: BookingsAsked): Promise<{ items: Booking[]; nextCursor?: string }>;
  /** The resources of an exclusive kind with a booking that begins before the time; `complete`: these are all. */
  begun(before: string, most: number): Promise<{ readonly ids: ReadonlySet<string>; readonly complete: boolean }>;
  /** The number of bookings of each resource: for resources that are not exclusive. */
  counts(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

interface BookingsAsked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** This many resources are read concurrently. */
const lanes = 10;

export const bookingReader =
  (resource: Resource) =>
  ({ events, cursors }: Platform, org: string): BookingReader => {
    const last: BookingReader['last'] = async (id, before, { consistent = false } = {}) => {
      const [booking] = await events.held(org, resource, id, { before, descending: true, limit: 1, consistent });
      return booking;
    };
    return {
      last,

      lasts: async (ids, before) => {
        const found = new Map<string, Booking>();
        await mapWithConcurrency(ids, lanes, async (id) => {
          const booking = await last(id, before);
          if (booking) found.set(id, booking);
        });
        return found;
      },

      page: async (id, { from, to, limit, cursor }) => {
        const question = digest(`${org} bookings ${resource.name} ${id} ${from} ${to}`);
        const after = cursor === undefined ? undefined : await cursors.decode(cursor, question);
        // Windows of one resource do not overlap: of those that begin before the range, only the last can overlap it.
        const earlier =
          from !== undefined && after === undefined ? await last(id, from, { consistent: true }) : undefined;
        const running = earlier && earlier.to > from! ? [earlier] : [];
        const range = { from, before: to, after, limit: limit + 1 - running.length, consistent: true };
        const all = [...running, ...(await events.held(org, resource, id, range))];
        const items = all.slice(0, limit);
        const next = items.at(-1);
        return {
          items,
          ...(all.length > limit && next && { nextCursor: await cursors.encode(bookingSlot(next), question) }),
        };
      },

      begun: async (before, most) => {
        const bookings = await events.booked(org, resource, { before, limit: most + 1 });
        return { ids: new Set(bookings.slice(0, most).map(({ id }) => id)), complete: bookings.length <= most };
      },

      counts: (ids) => events.counts(org, resource, ids),
    };
  };

/** One event as a reader of the history receives it: in the current shape. */
export type Happened = Pick<RecordedEvent, 'version' | 'type' | 'at' | 'by' | 'data'>;

/** The history of an aggregate, strongly consistent. */
export interface HistoryReader<State> {
  state(id: string): Promise<State | undefined>;
  /** Its state after the first event. */
  beginning(id: string): Promise<State | undefined>;
  /** A page of its history, oldest first; `undefined` if there is none. */
  page(
    id: string,
    options: { limit: number; cursor?: string | undefined },
  ): Promise<{ items: Happened[]; nextCursor?: string } | undefined>;
}

export const historyReader =
  <State>({ context, name, fold, eventTypes }: Source<string, State>) =>
  ({ events, cursors }: Platform, org: string): HistoryReader<State> => {
    const stream = (id: string) => ({ context, org, aggregate: name, id });
    const known = new Map(eventTypes.map((event) => [event.type as string, event]));
    const happened = (event: RecordedEvent): Happened => {
      const { version, type, at, by } = event;
      return { version, type, at, by, data: known.get(type)?.read(event) ?? event.data };
    };
    return {
      state: async (id) => fold(await events.read(stream(id))),
      beginning: async (id) => fold(await events.read(stream(id), { limit: 1 })),
      page: async (id, { limit, cursor }) => {
        const question = digest(`${org} history ${name} ${id}`);
        const after = cursor === undefined ? 0 : Number(await cursors.decode(cursor, question));
        const found = await events.read(stream(id), { after, limit: limit + 1 });
        if (found.length === 0 && after === 0) return undefined;
        const items = found.slice(0, limit).map(happened);
        if (found.length <= limit) return { items };
        return { items, nextCursor: await cursors.encode(String(items.at(-1)!.version), question) };
      },
    };
  };
