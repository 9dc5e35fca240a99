import type { Source } from './aggregate.ts';
import type { Recorded } from './event.ts';
import { digest } from './ids.ts';
import type { Platform } from './platform.ts';
import type { Booking, Resource } from './resource.ts';

/** The bookings of a kind of resource. */
export interface BookingReader {
  /** Those of one, strongly consistent. */
  of(id: string): Promise<readonly Booking[]>;
  /** All of an exclusive kind that begin before that moment, a little later than they were made. */
  all(until?: string): Promise<readonly Booking[]>;
  /** How many each of these has: the way to ask about resources that are not exclusive. */
  counts(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export const bookingReader =
  (resource: Resource) =>
  ({ events }: Platform, org: string): BookingReader => ({
    of: async (id) => (await events.bookings(org, resource, id)).items,
    all: (until) => events.booked(org, resource, until),
    counts: (ids) => events.counts(org, resource, ids),
  });

/** One thing that happened, as a reader of the history sees it: in today's shape. */
export type Happened = Pick<Recorded, 'version' | 'type' | 'at' | 'by' | 'data'>;

/** What happened to an aggregate, strongly consistent. */
export interface HistoryReader<State> {
  state(id: string): Promise<State | undefined>;
  /** A page of its history, oldest first; `undefined` where there is none. */
  page(
    id: string,
    options: { limit: number; cursor?: string | undefined },
  ): Promise<{ items: Happened[]; nextCursor?: string } | undefined>;
}

export const historyReader =
  <State>({ context, name, replay, knows }: Source<string, State>) =>
  ({ events, cursors }: Platform, org: string): HistoryReader<State> => {
    const stream = (id: string) => ({ context, org, aggregate: name, id });
    const known = new Map(knows.map((event) => [event.type as string, event]));
    const happened = (event: Recorded): Happened => {
      const { version, type, at, by } = event;
      return { version, type, at, by, data: known.get(type)?.read(event) ?? event.data };
    };
    return {
      state: async (id) => replay(await events.read(stream(id))),
      page: async (id, { limit, cursor }) => {
        const question = digest(`${org} history ${name} ${id}`);
        const after = cursor === undefined ? 0 : Number(await cursors.open(cursor, question));
        const found = await events.read(stream(id), { after, limit: limit + 1 });
        if (found.length === 0 && after === 0) return undefined;
        const items = found.slice(0, limit).map(happened);
        if (found.length <= limit) return { items };
        return { items, nextCursor: await cursors.seal(String(items.at(-1)!.version), question) };
      },
    };
  };
