import type { Platform } from '../platform.ts';
import type { RecordStore, StoredRecord } from '../storage/records.ts';
import type { Source } from './aggregate.ts';
import type { Stream } from './event.ts';
import type { Booking, Resource } from './resource.ts';

/** What a command reads before it decides, by names of its own: other streams, the bookings of a resource, or a record. */
export type Reads = Readonly<Record<string, Source | Resource | RecordStore>>;

export type Seen<S extends Reads> = {
  readonly [K in keyof S]: S[K] extends Source<any, infer State>
    ? State | undefined
    : S[K] extends RecordStore<infer Data>
      ? Data | undefined
      : readonly Booking[];
};

/** Which stream, resource or record: by its id, in the caller's organisation, or a stream of another organisation. */
export type Place = string | { readonly org: string; readonly id: string };

/** What was read, and must not have changed when the decision on it is written. */
export type Guard =
  | { readonly stream: Stream; readonly version: number }
  | { readonly resource: Resource; readonly id: string; readonly version: number };

export interface Look {
  readonly name: string;
  readonly seen: unknown;
  readonly guard?: Guard;
  /** The record that was read. If the decision writes it, it must not have changed since; otherwise nothing is checked. */
  readonly record?: { readonly register: RecordStore; readonly id: string; readonly entry: StoredRecord | undefined };
}

/** At most this many bookings are named to a decision that asks whether there are any. */
const bookingsSeen = 100;

export const readOne = async (
  { events, records }: Platform,
  callers: string,
  name: string,
  sight: Source | Resource | RecordStore,
  place: Place | undefined,
): Promise<Look> => {
  if (place === undefined) return { name, seen: sight.kind === 'resource' ? [] : undefined };
  const { org, id } = typeof place === 'string' ? { org: callers, id: place } : place;
  if (sight.kind === 'recordStore') {
    const entry = await records.get(sight, id);
    return { name, seen: entry?.data, record: { register: sight, id, entry } };
  }
  // Bookings are written in the caller's organisation only.
  if (sight.kind === 'resource') {
    const { items, version } = await events.bookings(callers, sight, id, bookingsSeen);
    return { name, seen: items, guard: { resource: sight, id, version } };
  }
  const stream = { context: sight.context, org, aggregate: sight.name, id };
  const history = await events.read(stream);
  const seen = sight.fold(history);
  return sight.guarded ? { name, seen, guard: { stream, version: history.length } } : { name, seen };
};
