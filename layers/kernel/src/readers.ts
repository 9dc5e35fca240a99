import type { Source } from './aggregate.ts';
import type { Recorded } from './event.ts';
import type { Platform } from './platform.ts';
import type { Booking, Resource } from './resource.ts';

/** The bookings of a kind of resource. */
export interface BookingReader {
  /** Those of one, strongly consistent. */
  of(id: string): Promise<readonly Booking[]>;
  /** All that begin before that moment, a little later than they were made. */
  all(until?: string): Promise<readonly Booking[]>;
}

export const bookingReader =
  (resource: Resource) =>
  ({ events }: Platform, org: string): BookingReader => ({
    of: async (id) => (await events.bookings(org, resource, id)).items,
    all: (until) => events.booked(org, resource, until),
  });

/** What happened to an aggregate, strongly consistent. */
export interface HistoryReader<State> {
  state(id: string): Promise<State | undefined>;
  events(id: string, range?: { after?: number; limit?: number }): Promise<readonly Recorded[]>;
}

export const historyReader =
  <State>({ context, name, replay }: Source<string, State>) =>
  ({ events }: Platform, org: string): HistoryReader<State> => {
    const stream = (id: string) => ({ context, org, aggregate: name, id });
    return {
      state: async (id) => replay(await events.read(stream(id))),
      events: (id, range) => events.read(stream(id), range),
    };
  };
