import type { Source } from './aggregate.ts';
import type { Recorded } from './event.ts';
import type { StoredRow } from './platform.ts';

/** What is told events: which of them it hears, which row they belong to, and what becomes of it. */
export interface ReadModel<Row> {
  readonly definition: { readonly name: string; readonly of: Source };
  /** The row after more has happened, without keeping it. */
  readonly fold: (row: Row | undefined, events: readonly Recorded[]) => Row | undefined;
  /** The row as it is to be kept. */
  readonly stored: (key: string, data: Row | undefined, seen: number) => StoredRow<Row>;
  /** The row an event belongs to. */
  readonly keyOf: (event: Recorded) => string | undefined;
  /** Whether it hears of events of this type. */
  readonly hearsOf: (type: string) => boolean;
}
