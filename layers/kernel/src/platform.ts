import type { Probes } from './messaging/probes.ts';
import type { UnreadableEvent } from './messaging/unreadable-event.ts';
import type { Claims } from './read/claims.ts';
import type { Cursors } from './read/cursor.ts';
import type { Logs } from './storage/logs.ts';
import type { RecordChange, Records } from './storage/records.ts';
import type { EventMetadata, RecordedEvent, Stream } from './write/event.ts';
import type { Booking, Resource, Window } from './write/resource.ts';

/** The whole outside world, as the kernel sees it: AWS in production, memory in tests. */
export interface Platform {
  readonly events: EventStore;
  readonly views: ViewStore;
  readonly locks: Locks;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly parameters: Parameters;
  readonly logs: Logs;
  readonly records: Records;
  readonly cursors: Cursors;
  readonly probes: Probes;
  readonly clock: () => Date;
  /** The name of the stage, as in every name of it. */
  readonly stage: string;
  /**
   * Where clients find the API, with its base path and without a slash at the end. It is also the issuer of its tokens. It
   * comes from the stage's configuration, never from a request, whose `Host` anybody can choose.
   */
  readonly apiUrl: () => string;
  /** Set by the local runtime and in tests; absent from every deployment. */
  readonly development?: Development | undefined;
}

/**
 * What a developer's machine does differently: mails stay readable after they were handed on, no password is looked up
 * on the Internet, and tokens of another issuer are accepted. A Lambda function builds its platform from its environment,
 * which has no variable for any of it: no template can turn it on.
 */
export interface Development {
  /** The public keys (a JWKS document) whose tokens the authorizer accepts beside the stage's own. */
  readonly jwks?: string;
}

/** An aggregate, by its context and name. */
export type StreamSource = Pick<Stream, 'context' | 'aggregate'>;

export interface EventStore {
  /** Events `after` (exclusive) in order, strongly consistent; at most `limit`. */
  read(stream: Stream, range?: { after?: number; limit?: number }): Promise<RecordedEvent[]>;
  /** The bookings of one resource and the counter that every change of them bumps, strongly consistent. */
  bookings(org: string, resource: Resource, id: string, limit?: number): Promise<Bookings>;
  /** Bookings of one resource in time order, eventually consistent unless asked otherwise. */
  held(org: string, resource: Resource, id: string, range: HeldRange): Promise<Booking[]>;
  /** The bookings of all resources of an exclusive kind that begin before a moment, the earliest first; eventually consistent. */
  booked(
    org: string,
    resource: Resource,
    range: { readonly before: string; readonly limit: number },
  ): Promise<Pick<Booking, 'id' | 'holder' | 'from'>[]>;
  /** Who has a value that is unique, strongly consistent. */
  holder(org: string, claims: Claims, value: string): Promise<string | undefined>;
  /** How many bookings each of these holds, eventually consistent. */
  counts(org: string, resource: Resource, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** All or nothing. Throws `ConcurrencyError` when something read has moved on, `ClaimTaken` when a value is somebody else's. */
  commit(parts: Partial<Commit>): Promise<void>;
  /**
   * The whole history, a part of it at a time; each stream's events come together and in order. With `of` only the streams
   * of that aggregate, for which nothing else in the table is read. Eventually consistent. An item that is no event ends it,
   * unless `onUnreadable` takes note of those.
   */
  scan(
    segment: number,
    segments: number,
    onUnreadable?: (error: UnreadableEvent) => unknown,
    of?: StreamSource,
  ): AsyncIterable<RecordedEvent>;
  /** The streams of all organisations, a page at a time, in no order: where a page ends says where the next one begins. */
  streams(page: { readonly after?: string | undefined; readonly limit: number }): Promise<StreamPage>;
}

export interface HeldRange {
  /** When they begin: from (inclusive), and before (exclusive). */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  /** The place of the booking after which to go on: `bookingSlot`. */
  readonly after?: string | undefined;
  readonly descending?: boolean;
  readonly limit: number;
  readonly consistent?: boolean;
}

export interface StreamPage {
  readonly streams: readonly Stream[];
  /** Absent at the end. */
  readonly next?: string | undefined;
}

export interface Bookings {
  readonly items: readonly Booking[];
  readonly version: number;
}

/** What one command writes, and what must still be true when it is written. */
export interface Commit {
  readonly org: string;
  readonly appends: readonly RecordedEvent[];
  /** Streams that must still be at this version. */
  readonly unchangedStreams: readonly { readonly stream: Stream; readonly version: number }[];
  readonly claims: readonly Claim[];
  readonly releases: readonly Claim[];
  readonly books: readonly {
    readonly resource: Resource;
    readonly id: string;
    readonly holder: string;
    readonly window: Window;
  }[];
  readonly frees: readonly {
    readonly resource: Resource;
    readonly id: string;
    readonly holder: string;
    readonly from: string;
  }[];
  /** Counters of bookings that must not have changed since they were read. */
  readonly unchangedBookings: readonly { readonly resource: Resource; readonly id: string; readonly version: number }[];
  /** Records that change in the same moment: each once. */
  readonly records: readonly RecordChange[];
}

export interface Claim {
  readonly context: string;
  readonly kind: string;
  readonly value: string;
  readonly field: string;
  readonly holder: string;
  /** The record store, where a record holds a unique value. */
  readonly store?: string;
}

/** Something that was read has changed before the decision made on it was written. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
}

/** Others write the same things at the same moment: what was read may still hold, and nobody can say. */
export class TransactionConflict extends ConcurrencyError {}

/** The value is somebody else's. */
export class ClaimTaken extends Error {
  override readonly name = 'ClaimTaken';
  readonly claim: Claim;
  constructor(claim: Claim) {
    super(`${claim.kind} is taken`);
    this.claim = claim;
  }
}

/** The platform asks for patience (throttling): answered with 503 and `Retry-After`. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  /** Whether nobody has tried again yet: the SDK does for a call, not for a transaction that was cancelled. */
  readonly retryable: boolean;
  constructor(message: string, { retryable = false, ...options }: ErrorOptions & { retryable?: boolean } = {}) {
    super(message, options);
    this.retryable = retryable;
  }
}

/** A read model of one organisation. */
export interface View {
  readonly context: string;
  readonly org: string;
  readonly name: string;
  /** How its rows are written; without it they are stored as they are. */
  readonly packing?: RowPacking | undefined;
}

/** The compact form of the rows of one shape. Rows of another shape are left as they were stored. */
export interface RowPacking {
  readonly shape: string;
  readonly pack: (data: unknown) => unknown;
  /** Throws when the stored value does not fit. */
  readonly unpack: (stored: unknown) => unknown;
}

/** A row as it is kept. `data` is absent once the row is gone: its `checkpoint` still wards off stale events. */
export interface StoredRow<Data = unknown> {
  readonly key: string;
  readonly data?: Data | undefined;
  /** The last version of its stream that has been folded into the row. */
  readonly checkpoint: number;
  /** Its entry in each index, in the order of the projection's `indexes`; a hole where it has none. */
  readonly indexes: readonly (IndexEntry | undefined)[];
  /** What it adds to the counters. */
  readonly counters?: Counters | undefined;
  /** The shape it was written in (`shapeOf`); absent in rows of releases that did not know shapes. */
  readonly shape?: string | undefined;
  /** The id of the stream it was folded from, where that is not its key. */
  readonly streamId?: string | undefined;
  /** Names this write of the row, where a store needs it: another is put in its place only by whoever has read it. */
  readonly token?: string | undefined;
  /** What is stored cannot be read: the row is folded from its stream like one of another shape. */
  readonly damaged?: true;
}

export interface IndexEntry {
  readonly index: string;
  readonly by: string;
  readonly sort: string;
}

export interface Counters {
  readonly bucket: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** The sparse indexes of the table, keys only; a projection uses as many of them as it declares. */
export const indexNames = ['gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi6'] as const;

export interface ListRange {
  /** The place of the index among those of the projection, from 0. */
  readonly index: number;
  readonly list: string;
  readonly by: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly descending?: boolean | undefined;
  /** The position after which to go on: `<sort>#<key>`. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What an index knows of a row: its key, and what it is sorted by. */
export interface IndexedKey {
  readonly key: string;
  readonly sort: string;
}

export interface RowPlace {
  readonly view: View;
  readonly key: string;
}

export interface RowChange {
  readonly view: View;
  readonly row: StoredRow;
  /** The row that was read, if there was one. */
  readonly previous: StoredRow | undefined;
}

export interface ViewStore {
  /** Eventually consistent, unless asked otherwise. */
  get(view: View, key: string, options?: { consistent?: boolean }): Promise<StoredRow | undefined>;
  /**
   * Puts a row in the place of the one that was read (`undefined`: none), counters included.
   * Throws `ConcurrencyError` when the row has changed meanwhile.
   */
  put(view: View, row: StoredRow, instead: StoredRow | undefined): Promise<void>;
  /** Many rows at once, in the order asked for; strongly consistent, unless asked otherwise. */
  getMany(places: readonly RowPlace[], options?: { consistent?: boolean }): Promise<(StoredRow | undefined)[]>;
  /**
   * As many `put`s, cheaper: what they count is added up before it is written.
   * Returns those that were not written, to be tried one by one.
   */
  putMany<Change extends RowChange>(changes: readonly Change[]): Promise<Change[]>;
  /**
   * Keys in the order of the index, `limit` at most, fewer only at its end. Eventually consistent: the row may have
   * another place by now, or be gone.
   */
  list(view: View, range: ListRange): Promise<IndexedKey[]>;
  /** The counters of the buckets in `[from, to)`. */
  counters(view: View, range?: { from?: string; to?: string }): Promise<Counters[]>;
}

export interface Locks {
  /** Takes the lock for so many seconds, unless somebody has it. */
  acquire(name: string, holder: string, seconds: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
  /** Where a job that works in pages has got to; `undefined` forgets it. */
  remember(name: string, cursor: string | undefined): Promise<void>;
  recall(name: string): Promise<string | undefined>;
}

export interface Bus {
  /** The envelopes that could not be published, to be tried again by the caller. */
  publish(envelopes: readonly PublishedEvent[]): Promise<readonly PublishedEvent[]>;
}

/**
 * An event as it is on the bus: its data in the current revision, without personal fields. `inputHash` is left out: short
 * inputs could be guessed from it.
 */
export interface PublishedEvent<Data = Record<string, unknown>> extends Omit<EventMetadata, 'inputHash'> {
  readonly org: string;
  readonly context: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly data: Data;
}

export interface Queue {
  /** Sends one message to the queue of that name. */
  send(queue: string, message: object): Promise<void>;
}

export interface Parameters {
  get(name: string): Promise<string | undefined>;
  /** Sets a secret (encrypted at rest) or public parameter; `once` leaves one that is there. Gives back what is there then. */
  put(name: string, value: string, how: { readonly secret: boolean; readonly once: boolean }): Promise<string>;
}

export const roles = ['auditor', 'agent', 'officer', 'owner'] as const;
export type Role = (typeof roles)[number];

/** Who asks, as the authorizer found. */
export interface Caller {
  readonly userId: string;
  readonly orgId: string;
  readonly orgType: string;
  readonly role: Role;
  /** Who is really at work, where a member of the staff acts as somebody else. */
  readonly impersonatedBy?: string;
  /** The staff's own organisation, where it looks at another: it reads, and changes nothing. */
  readonly emulatedFrom?: string;
}
