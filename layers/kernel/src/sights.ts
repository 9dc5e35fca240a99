import type { Source } from './aggregate.ts';
import type { Stream } from './event.ts';
import type { Platform } from './platform.ts';
import type { Booking, Resource } from './resource.ts';

/** What a command looks at before it decides, by names of its own: other streams, or the bookings of a resource. */
export type Sights = Readonly<Record<string, Source | Resource>>;

export type Seen<S extends Sights> = {
  readonly [K in keyof S]: S[K] extends Source<any, infer State> ? State | undefined : readonly Booking[];
};

/** What was read, and must not have changed when the decision on it is written. */
export type Guard =
  | { readonly stream: Stream; readonly version: number }
  | { readonly resource: Resource; readonly id: string; readonly version: number };

export interface Look {
  readonly name: string;
  readonly seen: unknown;
  readonly guard?: Guard;
}

/** At most this many bookings are named to a decision that asks whether there are any. */
const bookingsSeen = 100;

export const look = async (
  { events }: Platform,
  org: string,
  name: string,
  sight: Source | Resource,
  id: string | undefined,
): Promise<Look> => {
  if (id === undefined) return { name, seen: sight.kind === 'resource' ? [] : undefined };
  if (sight.kind === 'resource') {
    const { items, version } = await events.bookings(org, sight, id, bookingsSeen);
    return { name, seen: items, guard: { resource: sight, id, version } };
  }
  const stream = { context: sight.context, org, aggregate: sight.name, id };
  const history = await events.read(stream);
  const seen = sight.replay(history);
  return sight.guarded ? { name, seen, guard: { stream, version: history.length } } : { name, seen };
};
