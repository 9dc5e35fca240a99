import type { Checkpoints, RowPacking, StoredRow } from '../platform.ts';
import type { Source } from '../write/aggregate.ts';
import type { RecordedEvent, Stream } from '../write/event.ts';

/** What folds events into rows: its event types, the row of each event, and the fold. */
export interface ReadModel<Row> {
  readonly definition: {
    readonly name: string;
    /** The first source: its context is where the rows are stored. */
    readonly of: Source;
    /** All aggregates whose streams it projects. */
    readonly sources: readonly Source[];
  };
  /** The row after further events, without storing it. */
  readonly fold: (row: Row | undefined, events: readonly RecordedEvent[]) => Row | undefined;
  /** The row in its stored form; `streamId` is the stream it comes from, its key by default. */
  readonly stored: (
    key: string,
    data: Row | undefined,
    checkpoint: number | Checkpoints,
    streamId?: string,
  ) => StoredRow<Row>;
  /**
   * The shape in which the current code writes its rows: a stored row with another one is folded from its stream again.
   */
  readonly shape: () => string;
  /** How rows of that shape are stored. */
  readonly packing: () => RowPacking;
  /** The row that an event belongs to. */
  readonly keyOf: (event: RecordedEvent) => string | undefined;
  /** Whether it handles events of this type. */
  readonly canHandle: (type: string) => boolean;
  /** Whether events of this type begin a row. */
  readonly begins: (type: string) => boolean;
}

/** Whether it projects several aggregates: then each row has a checkpoint for each of its streams. */
export const hasSeveralSources = ({ definition: { sources } }: ReadModel<any>): boolean => sources.length > 1;

/** Whether it projects this stream. */
export const follows = (
  { definition: { sources } }: { readonly definition: { readonly sources: readonly Source[] } },
  { context, aggregate }: Pick<Stream, 'context' | 'aggregate'>,
): boolean => sources.some((source) => source.context === context && source.name === aggregate);

/** Whether a stored row cannot be used: it was written in another shape than the current one, or is damaged. */
export const isStale = ({ shape }: ReadModel<any>, row: StoredRow | undefined): boolean =>
  row !== undefined && (row.damaged === true || row.shape !== shape());

/** The events that belong to a row, among those of its stream. */
export const ownIn = (
  { canHandle, keyOf }: ReadModel<any>,
  key: string,
  events: readonly RecordedEvent[],
): readonly RecordedEvent[] => events.filter((event) => canHandle(event.type) && keyOf(event) === key);
