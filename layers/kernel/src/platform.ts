import type { Rates } from './limits/rate/rates.ts';
import type { Probes } from './messaging/probes.ts';
import type { UnreadableEvent } from './messaging/unreadable-event.ts';
import type { Claims } from './read/claims.ts';
import type { Cursors } from './read/cursor.ts';
import type { Logs } from './storage/logs.ts';
import type { RecordChange, Records } from './storage/records.ts';
import type { EventMetadata, RecordedEvent, Stream } from './write/event.ts';
import type { Booking, Resource, Window } from './write/resource.ts';

/** All external services of the kernel: AWS in production, memory in tests. */
export interface Platform {
  readonly events: EventStore;
  readonly views: ViewStore;
  readonly locks: Locks;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly parameters: Parameters;
  readonly services: Services;
  readonly logs: Logs;
  readonly records: Records;
  readonly rates: Rates;
  readonly cursors: Cursors;
  readonly probes: Probes;
  readonly clock: () => Date;
  /** The name of the stage, a part of its resource names. */
  readonly stage: string;
  /**
   * The base URL of the API, without a slash at the end. It is also the issuer of its tokens. It comes from the stage's
   * configuration, never from a request: the client chooses `Host`.
   */
  readonly apiUrl: () => string;
  /** Set by the local runtime and in tests; absent in every deployment. */
  readonly development?: Development | undefined;
}

/**
 * Differences on a developer's machine: mails stay readable after they were sent, no password is looked up on the
 * Internet, and tokens of another issuer are accepted. A Lambda function builds its platform from environment
 * variables, and none of them enables any of this.
 */
export interface Development {
  /** The public keys (a JWKS document) whose tokens the authorizer accepts in addition to the stage's own. */
  readonly jwks?: string;
}

/** An aggregate, by its context and name. */
export type StreamSource = Pick<Stream, 'context' | 'aggregate'>;

export interface EventStore {
  /** Events `after` (exclusive) in order, strongly consistent; at most `limit`. */
  read(stream: Stream, range?: { after?: number; limit?: number }): Promise<RecordedEvent[]>;
  /** The bookings of one resource and their change counter, strongly consistent. */
  bookings(org: string, resource: Resource, id: string, limit?: number): Promise<Bookings>;
  /** Bookings of one resource in time order, eventually consistent by default. */
  held(org: string, resource: Resource, id: string, range: HeldRange): Promise<Booking[]>;
  /**
   * The bookings of all resources of an exclusive kind that begin before a time, the earliest first; eventually
   * consistent.
   */
  booked(
    org: string,
    resource: Resource,
    range: { readonly before: string; readonly limit: number },
  ): Promise<Pick<Booking, 'id' | 'holder' | 'from'>[]>;
  /** The holder of a unique value, strongly consistent. */
  holder(org: string, claims: Claims, value: string): Promise<string | undefined>;
  /** The number of bookings of each resource, eventually consistent. */
  counts(org: string, resource: Resource, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * All or nothing. Throws `ConcurrencyError` when something read has changed, `ClaimTaken` when another holds a value.
   */
  commit(parts: Partial<Commit>): Promise<void>;
  /**
   * The whole history, or one segment of it; each stream's events come together and in order. With `of` only the
   * streams of that aggregate; nothing else in the table is read. Eventually consistent. An invalid item ends the scan,
   * unless `onUnreadable` handles it.
   */
  scan(
    segment: number,
    segments: number,
    onUnreadable?: (error: UnreadableEvent) => unknown,
    of?: StreamSource,
  ): AsyncIterable<RecordedEvent>;
  /** The streams of all organizations in pages, unordered: the end of a page is where the next one begins. */
  streams(page: { readonly after?: string | undefined; readonly limit: number }): Promise<StreamPage>;
}

export interface HeldRange {
  /** The range of their start times: from (inclusive), before (exclusive). */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  /** The slot of the booking after which to continue: `bookingSlot`. */
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

/** What one unit of work writes, and the conditions under which it is written. */
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
  /** Booking counters that must not have changed since they were read. */
  readonly unchangedBookings: readonly { readonly resource: Resource; readonly id: string; readonly version: number }[];
  /** Records that change in the same transaction, each once. */
  readonly records: readonly RecordChange[];
}

export interface Claim {
  readonly context: string;
  readonly kind: string;
  readonly value: string;
  readonly field: string;
  readonly holder: string;
  /** The record store, if a record holds a unique value. */
  readonly store?: string;
}

/** Something that was read has changed before the decision based on it was written. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
}

/** A concurrent write of the same items: whether what was read has changed is unknown. */
export class TransactionConflict extends ConcurrencyError {}

/** Another holder has the value. */
export class ClaimTaken extends Error {
  override readonly name = 'ClaimTaken';
  readonly claim: Claim;
  constructor(claim: Claim) {
    super(`${claim.kind} is taken`);
    this.claim = claim;
  }
}

/** DynamoDB throttles: answered with 503 and `Retry-After`. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  /** Whether no retry has happened yet: the SDK retries a call, but not a transaction that was cancelled. */
  readonly retryable: boolean;
  constructor(message: string, { retryable = false, ...options }: ErrorOptions & { retryable?: boolean } = {}) {
    super(message, options);
    this.retryable = retryable;
  }
}

/** A read model of one organization. */
export interface View {
  readonly context: string;
  readonly org: string;
  readonly name: string;
  /** How its rows are encoded; without it they are stored unchanged. */
  readonly packing?: RowPacking | undefined;
}

/** The compact encoding of rows of one shape. Rows of another shape are returned as stored. */
export interface RowPacking {
  readonly shape: string;
  readonly pack: (data: unknown) => unknown;
  /** Throws when the stored value does not match. */
  readonly unpack: (stored: unknown) => unknown;
}

/** The last version of each stream that is folded into a row of several streams, by the name of the stream. */
export type Checkpoints = Readonly<Record<string, number>>;

/**
 * A stored row. `data` is absent once the row is deleted: its `checkpoint` still prevents stale events from being
 * applied. A row of several streams has no data either until it begins: its `checkpoints` name the streams to fold then.
 */
export interface StoredRow<Data = unknown> {
  readonly key: string;
  readonly data?: Data | undefined;
  /** The last version of its stream that is folded into the row; of several streams, the sum. */
  readonly checkpoint: number;
  /** Where the projection has several sources. */
  readonly checkpoints?: Checkpoints | undefined;
  /** Its entry in each index, in the order of the projection's `indexes`; `undefined` where it has none. */
  readonly indexes: readonly (IndexEntry | undefined)[];
  /** Its contribution to the counters. */
  readonly counters?: Counters | undefined;
  /** The shape in which it was written (`shapeOf`); absent in rows of releases without shapes. */
  readonly shape?: string | undefined;
  /** The id of the stream from which it was folded, if that is not its key. */
  readonly streamId?: string | undefined;
  /**
   * Identifies this write of the row, where a store needs it: the row is replaced only on condition that it still has
   * this token.
   */
  readonly token?: string | undefined;
  /** The stored value cannot be read: the row is folded from its stream, as one of another shape. */
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

/** The sparse, keys-only indexes of the table; a projection uses as many of them as it declares. */
export const indexNames = ['gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi6'] as const;

export interface ListRange {
  /** The number of the index in the projection, from 0. */
  readonly index: number;
  readonly list: string;
  readonly by: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly descending?: boolean | undefined;
  /** The position after which to continue: `<sort>#<key>`. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** An index entry of a row: its key and its sort value. */
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
  /** The row that was read, if any. */
  readonly previous: StoredRow | undefined;
}

export interface ViewStore {
  /** Eventually consistent by default. */
  get(view: View, key: string, options?: { consistent?: boolean }): Promise<StoredRow | undefined>;
  /**
   * Replaces the row that was read (`undefined`: none) and updates the counters. Throws `ConcurrencyError` when the row
   * has changed.
   */
  put(view: View, row: StoredRow, instead: StoredRow | undefined): Promise<void>;
  /** Many rows at once, in the requested order; strongly consistent by default. */
  getMany(places: readonly RowPlace[], options?: { consistent?: boolean }): Promise<(StoredRow | undefined)[]>;
  /**
   * Many `put`s, at a lower price: their counters are added up before they are written. Returns those that were not
   * written, to be retried one by one.
   */
  putMany<Change extends RowChange>(changes: readonly Change[]): Promise<Change[]>;
  /**
   * Keys in the order of the index, at most `limit`, fewer only at its end. Eventually consistent: the row may have
   * moved or been deleted since.
   */
  list(view: View, range: ListRange): Promise<IndexedKey[]>;
  /** The counters of the buckets in `[from, to)`. */
  counters(view: View, range?: { from?: string; to?: string }): Promise<Counters[]>;
}

export interface Locks {
  /** Takes the lock for that many seconds, unless another holder has it. */
  acquire(name: string, holder: string, seconds: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
  /** Stores the position of a paged job; `undefined` deletes it. */
  remember(name: string, cursor: string | undefined): Promise<void>;
  recall(name: string): Promise<string | undefined>;
}

export interface Bus {
  /** Returns the envelopes that could not be published, for the caller to retry. */
  publish(envelopes: readonly PublishedEvent[]): Promise<readonly PublishedEvent[]>;
}

/**
 * An event as it is on the bus: its data in the current revision, without personal fields. `inputHash` is left out:
 * short inputs could be guessed from it.
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
  /** Sends one message to that queue, which delivers it after `delaySeconds` (0 to 900). */
  send(queue: string, message: object, options?: { readonly delaySeconds?: number }): Promise<void>;
}

/** The longest delay of a message (a limit of SQS). */
export const maxDelaySeconds = 900;

export interface Parameters {
  get(name: string): Promise<string | undefined>;
  /**
   * Sets a secret (encrypted at rest) or public parameter; `once` keeps an existing value. Returns the resulting value.
   */
  put(name: string, value: string, how: { readonly secret: boolean; readonly once: boolean }): Promise<string>;
}

/** What a function may do with another service: send e-mails by Amazon SES, or SMS by Amazon SNS. */
export type ServiceName = 'ses' | 'sns';

export interface Services {
  /** Opens the client of a service. */
  open<Client>(service: ServiceName, make: () => Promise<Client>): Promise<Client>;
}

/** Clients as their makers configure them. */
export const services: Services = { open: (_, make) => make() };

export const roles = ['auditor', 'agent', 'officer', 'owner'] as const;
export type Role = (typeof roles)[number];

/** The caller, as identified by the authorizer. */
export interface Caller {
  readonly userId: string;
  readonly orgId: string;
  readonly orgType: string;
  readonly role: Role;
  /** The member of staff who impersonates the user. */
  readonly impersonatedBy?: string;
  /** The staff's own organization while it emulates another: read-only. */
  readonly emulatedFrom?: string;
  /** Of an API key: the context keys of the contacts that it may see and change. Without them it reaches none. */
  readonly contextKeys?: readonly string[];
}
