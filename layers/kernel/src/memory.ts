import { keyOf, type Recorded } from './event.ts';
import {
  ClaimTaken,
  type Commit,
  type Counted,
  type Envelope,
  type EventStore,
  type Locks,
  LostRace,
  type Platform,
  type StoredRow,
  type View,
  type ViewStore,
} from './platform.ts';
import type { Booking, Resource } from './resource.ts';

interface Options {
  readonly clock?: () => Date;
  /** Plays the part of the stream: told of every commit, after it. */
  readonly onAppend?: (events: readonly Recorded[]) => void;
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface Memory extends Platform {
  /** Puts events into the history as they are. */
  given(events: readonly Recorded[]): void;
  readonly published: Envelope[];
  readonly sent: { queue: string; message: any }[];
}

/** The outside world in a few maps, for tests: the same promises as on AWS, kept by one thread. */
export const memory = ({ clock = () => new Date(), onAppend = () => {}, parameters = {} }: Options = {}): Memory => {
  const { events, given } = memoryEvents(onAppend);
  const published: Envelope[] = [];
  const sent: { queue: string; message: any }[] = [];
  return {
    clock,
    events,
    given,
    published,
    sent,
    views: memoryViews(),
    locks: memoryLocks(clock),
    bus: {
      publish: async (envelopes) => {
        published.push(...envelopes);
        return [];
      },
    },
    queue: { send: async (queue, message) => void sent.push({ queue, message }) },
    parameters: { get: async (name) => parameters[name] },
  };
};

const memoryEvents = (onAppend: (events: readonly Recorded[]) => void): Pick<Memory, 'events' | 'given'> => {
  const streams = new Map<string, Recorded[]>();
  const claims = new Map<string, string>();
  const bookings = new Map<string, Booking[]>();
  const counters = new Map<string, number>();

  const history = (key: string) => streams.get(key) ?? [];
  const given = (events: readonly Recorded[]) => {
    for (const event of events) streams.set(keyOf(event.stream), [...history(keyOf(event.stream)), event]);
  };
  const place = (org: string, { context, name }: Resource, id: string) => `${context}#${org}#bookings#${name}#${id}`;

  /** Everything is looked at before anything is written, and nothing can come between. */
  const check = ({ org, appends, unmoved, claims: wanted, releases, unbooked }: Commit) => {
    const expected = new Map<string, number>();
    for (const { stream, version } of appends) {
      const key = keyOf(stream);
      const next = (expected.get(key) ?? history(key).length) + 1;
      if (version !== next) throw new LostRace(`${key} is no longer at version ${version - 1}`);
      expected.set(key, version);
    }
    for (const { stream, version } of unmoved)
      if (history(keyOf(stream)).length !== version) throw new LostRace(`${keyOf(stream)} has moved on`);
    for (const { resource, id, version } of unbooked)
      if ((counters.get(place(org, resource, id)) ?? 0) !== version)
        throw new LostRace(`${resource.name} ${id} was booked`);
    for (const claim of wanted) {
      const holder = claims.get(`${claim.context}#${org}#${claim.kind}#${claim.value}`);
      if (holder !== undefined && holder !== claim.holder) throw new ClaimTaken(claim);
    }
    for (const { context, kind, value, holder } of releases)
      if ((claims.get(`${context}#${org}#${kind}#${value}`) ?? holder) !== holder)
        throw new LostRace(`${kind} ${value} is somebody else's`);
  };

  const commit = async (plan: Commit) => {
    check(plan);
    const { org, appends, releases, books, frees } = plan;
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
      history(keyOf(stream)).slice(after, after + limit),
    bookings: async (org, resource, id, limit = Number.POSITIVE_INFINITY) => {
      const key = place(org, resource, id);
      return { items: inOrder(bookings.get(key) ?? []).slice(0, limit), version: counters.get(key) ?? 0 };
    },
    booked: async (org, { context, name }, until) =>
      inOrder(
        [...bookings]
          .filter(([key]) => key.startsWith(`${context}#${org}#bookings#${name}#`))
          .flatMap(([, items]) => items)
          .filter(({ from }) => until === undefined || from < until),
      ),
    counts: async (org, resource, ids) =>
      new Map(ids.map((id) => [id, bookings.get(place(org, resource, id))?.length ?? 0])),
    commit,
    scan: async function* (segment, segments) {
      for (const [i, key] of [...streams.keys()].entries()) if (i % segments === segment) yield* history(key);
    },
  };
  return { events, given };
};

const inOrder = (bookings: readonly Booking[]) => {
  const place = ({ from, id, holder }: Booking) => `${from}#${id}#${holder}`;
  return bookings.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
};

const memoryViews = (): ViewStore => {
  const views = new Map<string, Map<string, StoredRow>>();
  const tallies = new Map<string, Map<string, Record<string, number>>>();
  const nameOf = ({ context, org, name }: View) => `${context}#${org}#${name}`;
  const rows = (view: View) => views.get(nameOf(view)) ?? new Map<string, StoredRow>();

  const count = (view: View, { bucket, counts }: Counted, sign: 1 | -1) => {
    const buckets = tallies.get(nameOf(view)) ?? new Map<string, Record<string, number>>();
    const tally = { ...buckets.get(bucket) };
    for (const [name, n] of Object.entries(counts)) tally[name] = (tally[name] ?? 0) + sign * n;
    tallies.set(nameOf(view), buckets.set(bucket, tally));
  };

  const put: ViewStore['put'] = async (view, row, instead) => {
    const now = rows(view).get(row.key);
    const asRead = now?.seen === instead?.seen && JSON.stringify(now?.counted) === JSON.stringify(instead?.counted);
    if (!asRead) throw new LostRace(`row ${row.key} has moved on`);
    if (instead?.counted) count(view, instead.counted, -1);
    if (row.counted) count(view, row.counted, 1);
    views.set(nameOf(view), rows(view).set(row.key, structuredClone(row)));
  };

  return {
    get: async (view, key) => rows(view).get(key),
    put,
    getMany: async (places) => places.map(({ view, key }) => rows(view).get(key)),
    putMany: async (changes) => {
      const left: (typeof changes)[number][] = [];
      for (const change of changes) {
        try {
          await put(change.view, change.row, change.instead);
        } catch (error) {
          if (!(error instanceof LostRace)) throw error;
          left.push(change);
        }
      }
      return left;
    },
    list: async (view, { index, list, by, from, to, descending, after, limit }) => {
      const position = (row: StoredRow) => `${row.listed[index]!.sort}#${row.key}`;
      const found = [...rows(view).values()]
        .filter((row) => row.listed[index]?.list === list && row.listed[index].by === by)
        .filter((row) => (from === undefined || position(row) >= from) && (to === undefined || position(row) < to))
        .filter((row) => after === undefined || (descending ? position(row) < after : position(row) > after))
        .toSorted((a, b) => (position(a) < position(b) ? -1 : 1));
      return (descending ? found.reverse() : found).slice(0, limit);
    },
    tallies: async (view, { from, to } = {}) =>
      [...(tallies.get(nameOf(view)) ?? [])]
        .filter(([bucket]) => (from === undefined || bucket >= from) && (to === undefined || bucket < to))
        .map(([bucket, counts]) => ({ bucket, counts }))
        .toSorted((a, b) => (a.bucket < b.bucket ? -1 : 1)),
  };
};

const memoryLocks = (clock: () => Date): Locks => {
  const held = new Map<string, { holder: string; until: number }>();
  const cursors = new Map<string, string>();
  return {
    acquire: async (name, holder, seconds) => {
      const now = clock().getTime();
      if ((held.get(name)?.until ?? 0) > now) return false;
      held.set(name, { holder, until: now + seconds * 1000 });
      return true;
    },
    release: async (name, holder) => void (held.get(name)?.holder === holder && held.delete(name)),
    remember: async (name, cursor) => void (cursor === undefined ? cursors.delete(name) : cursors.set(name, cursor)),
    recall: async (name) => cursors.get(name),
  };
};
