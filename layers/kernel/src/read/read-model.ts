import type { RowPacking, StoredRow } from '../platform.ts';
import type { Source } from '../write/aggregate.ts';
import type { RecordedEvent } from '../write/event.ts';

/** What is told events: which of them it hears, which row they belong to, and what becomes of it. */
export interface ReadModel<Row> {
  readonly definition: { readonly name: string; readonly of: Source };
  /** The row after more has happened, without keeping it. */
  readonly fold: (row: Row | undefined, events: readonly RecordedEvent[]) => Row | undefined;
  /** The row as it is to be kept; `streamId` is where it comes from, its key if nothing is said. */
  readonly stored: (key: string, data: Row | undefined, seen: number, streamId?: string) => StoredRow<Row>;
  /** The shape in which today's code writes its rows: a stored row with another one is folded from its stream again. */
  readonly shape: () => string;
  /** How rows of that shape are stored. */
  readonly packing: () => RowPacking;
  /** The row an event belongs to. */
  readonly keyOf: (event: RecordedEvent) => string | undefined;
  /** Whether it hears of events of this type. */
  readonly canHandle: (type: string) => boolean;
}

/** Whether what a stored row says cannot be used: it was written in another shape than today's, or is damaged. */
export const isStale = ({ shape }: ReadModel<any>, row: StoredRow | undefined): boolean =>
  row !== undefined && (row.damaged === true || row.shape !== shape());

/** The events that belong to a row, among those of its stream. */
export const ownIn = (
  { canHandle, keyOf }: ReadModel<any>,
  key: string,
  events: readonly RecordedEvent[],
): readonly RecordedEvent[] => events.filter((event) => canHandle(event.type) && keyOf(event) === key);
