import type * as z from 'zod';
import type { Counters } from '../platform.ts';
import type { Source } from '../write/aggregate.ts';
import type { Event, RecordedEvent } from '../write/event.ts';

/** A recorded event, in the current shape. */
export type ProjectedEvent<D> = RecordedEvent<Event<string, D>> & { readonly aggregateId: string };

/** The position of a row in an index: `[by, sort]`, or none. */
export type IndexedBy<Row> = (row: Row) => readonly [by: string, sort: string] | '' | null | undefined;

/** The row that an event belongs to, if any. */
export type KeyOf = (event: ProjectedEvent<any>) => string | undefined;

interface CommonSpec<Row> {
  readonly row: z.ZodType<Row>;
  /**
   * The field with the time of the row's last event. Every event of the aggregate sets it, also one without a handler,
   * which without this field would be ignored. With `key`, only events with a handler set it; with several aggregates
   * it is the latest of their times.
   */
  readonly changedAt?: keyof Row;
  /** Indexes of the rows, by name: at most six. Adding or removing an entry costs one write unit, moving it two. */
  readonly indexes?: Readonly<Record<string, IndexedBy<Row>>>;
  /** The contribution of a row to the counters: the bucket, and a number for each counter. */
  readonly counters?: (row: Row) => Counters | undefined;
  /**
   * Increase it by one when the same events produce different rows, indexes or counters although schema, events and
   * names of the indexes are unchanged: stored rows are then folded again (ADR 13). `test/rows` fails where this was
   * forgotten.
   */
  readonly revision?: number;
}

/** A projection of one aggregate. */
export interface ProjectionSpec<Row> extends CommonSpec<Row> {
  /** The aggregate whose streams it projects. */
  readonly of: Source;
  /** False where no rows are stored: each read folds the whole stream, strongly consistent. */
  readonly stored?: false;
  /** The row that an event belongs to, if not the aggregate's own. */
  readonly key?: KeyOf;
}

/**
 * A projection of several aggregates, also of other contexts. The order in which the events of different streams arrive
 * is not defined, so **any order must give the same row**: `projectedRows` in a test checks it (ADR 21).
 */
export interface SeveralSourcesSpec<Row> extends CommonSpec<Row> {
  /** The aggregates whose streams it projects. Only events of the first begin a row, in whose context it is stored. */
  readonly of: readonly [Source, Source, ...Source[]];
  /** The row that an event of any of the aggregates belongs to. At most 20 streams may belong to one row. */
  readonly key: KeyOf;
}

export interface ProjectionDefinition<Row> extends CommonSpec<Row> {
  readonly kind: 'projection';
  readonly name: string;
  /** The first source: its context is where the rows are stored. */
  readonly of: Source;
  /** All aggregates whose streams it projects. */
  readonly sources: readonly Source[];
  readonly stored?: false;
  readonly key?: KeyOf;
  readonly eventTypes: readonly string[];
}
