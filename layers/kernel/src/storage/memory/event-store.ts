import { type Claim, ClaimTaken, type Commit, ConcurrencyError, type EventStore } from '../../platform.ts';
import { type RecordedEvent, type Stream, streamKey } from '../../write/event.ts';
import { type Booking, bookingSlot, type Resource } from '../../write/resource.ts';
import type { RecordChange } from '../records.ts';
import { wholeCommit } from '../whole-commit.ts';

interface MemoryEvents {
  readonly events: EventStore;
  /** Adds events to the history without any checks. */
  given(events: readonly RecordedEvent[]): void;
}

/** The records that are written in the same commit. */
interface Records {
  check(changes: readonly RecordChange[]): void;
  write(changes: readonly RecordChange[]): void;
}

/** Events, claims and bookings in four maps; `onAppend` is called after every commit. */
export const memoryEvents = (
  onAppend: (events: readonly RecordedEvent[]) => void,
  recordStore: Records,
): MemoryEvents => {
  const streams = new Map<string, RecordedEvent[]>();
  const claims = new Map<string, string>();
  const bookings = new Map<string, Booking[]>();
  const counters = new Map<string, number>();

  const history = (key: string) => streams.get(key) ?? [];
  const given = (events: readonly RecordedEvent[]) => {
    for (const event of events) streams.set(streamKey(event.stream), [...history(streamKey(event.stream)), event]);
  };
  const place = (org: string, { context, name }: Resource, id: string) => `${context}#${org}#bookings#${name}#${id}`;

  /** Everything is checked before anything is written, synchronously, so nothing can run in between. */
  const check = ({ org, appends, unchangedStreams, claims: wanted, releases, unchangedBookings }: Commit) => {
    const expected = new Map<string, number>();
    for (const { stream, version } of appends) {
      const key = streamKey(stream);
      const next = (expected.get(key) ?? history(key).length) + 1;
      if (version !== next) throw new ConcurrencyError(`${key} is no longer at version ${version - 1}`);
      expected.set(key, version);
    }
    for (const { stream, version } of unchangedStreams)
      if (history(streamKey(stream)).length !== version) throw new ConcurrencyError(`${streamKey(stream)} has changed`);
    for (const { resource, id, version } of unchangedBookings)
      if ((counters.get(place(org, resource, id)) ?? 0) !== version)
        throw new ConcurrencyError(`${resource.name} ${id} was booked`);
    for (const claim of wanted) {
      const holder = claims.get(`${claim.context}#${org}#${claim.kind}#${claim.value}`);
      const isReleased = releases.some((it) => it.holder === holder && isSameValue(it, claim));
      if (holder !== undefined && holder !== claim.holder && !isReleased) throw new ClaimTaken(claim);
    }
    for (const { context, kind, value, holder } of releases)
      if ((claims.get(`${context}#${org}#${kind}#${value}`) ?? holder) !== holder)
        throw new ConcurrencyError(`${kind} ${value} is taken`);
  };

  const commit = async (parts: Partial<Commit>) => {
    const plan = wholeCommit(parts);
    check(plan);
    const { org, appends, releases, books, frees, records } = plan;
    recordStore.check(records);
    recordStore.write(records);
    given(appends);
    for (const { context, kind, value } of releases) claims.delete(`${context}#${org}#${kind}#${value}`);
    for (const { context, kind, value, holder } of plan.claims)
      claims.set(`${context}#${org}#${kind}#${value}`, holder);
    const bump = new Set<string>();
    const others = (key: string, holder: string, from: string) =>
      (bookings.get(key) ?? []).filter((it) => it.holder !== holder || it.from !== from);
    for (const { resource, id, holder, from } of frees) {
      const key = place(org, resource, id);
      bookings.set(key, others(key, holder, from));
      bump.add(key);
    }
    for (const { resource, id, holder, window } of books) {
      const key = place(org, resource, id);
      bookings.set(key, [...others(key, holder, window.from), { resource: resource.name, id, holder, ...window }]);
      bump.add(key);
    }
    for (const key of bump) counters.set(key, (counters.get(key) ?? 0) + 1);
    if (appends.length) onAppend(appends);
  };

  const events: EventStore = {
    read: async (stream, { after = 0, limit = Number.POSITIVE_INFINITY } = {}) =>
      history(streamKey(stream)).slice(after, after + limit),
    bookings: async (org, resource, id, limit = Number.POSITIVE_INFINITY) => {
      const key = place(org, resource, id);
      return { items: inOrder(bookings.get(key) ?? []).slice(0, limit), version: counters.get(key) ?? 0 };
    },
    held: async (org, resource, id, { from = '', before, after, descending = false, limit }) => {
      const found = inOrder(bookings.get(place(org, resource, id)) ?? [])
        .filter((booking) => booking.from >= from && (before === undefined || booking.from < before))
        .filter((booking) => after === undefined || bookingSlot(booking) > after);
      return (descending ? found.reverse() : found).slice(0, limit);
    },
    booked: async (org, { context, name }, { before, limit }) =>
      inOrder(
        [...bookings]
          .filter(([key]) => key.startsWith(`${context}#${org}#bookings#${name}#`))
          .flatMap(([, items]) => items)
          .filter(({ from }) => from < before),
      ).slice(0, limit),
    holder: async (org, { context, name }, value) => claims.get(`${context}#${org}#${name}#${value}`),
    counts: async (org, resource, ids) =>
      new Map(ids.map((id) => [id, bookings.get(place(org, resource, id))?.length ?? 0])),
    commit,
    scan: async function* (segment, segments, _, of) {
      const isAsked = ({ context, aggregate }: Stream) => !of || (context === of.context && aggregate === of.aggregate);
      for (const [i, [first, ...later]] of [...streams.values()].entries())
        if (i % segments === segment && isAsked(first!.stream)) yield* [first!, ...later];
    },
    streams: async ({ after = '0', limit }) => {
      const from = Number(after);
      const some = [...streams.values()].slice(from, from + limit);
      const next = from + limit < streams.size ? { next: String(from + limit) } : {};
      return { streams: some.map(([first]) => first!.stream), ...next };
    },
  };
  return { events, given };
};

const isSameValue = (a: Claim, b: Claim) => a.context === b.context && a.kind === b.kind && a.value === b.value;

const inOrder = (bookings: readonly Booking[]) => {
  const place = ({ from, id, holder }: Booking) => `${from}#${id}#${holder}`;
  return bookings.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
};
