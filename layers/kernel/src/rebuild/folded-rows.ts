import type { StoredRow } from '../platform.ts';
import { neverBegan } from '../read/project.ts';
import { isStale, type ReadModel } from '../read/read-model.ts';
import type { RecordedEvent, Stream } from '../write/event.ts';
import { ProjectionError } from './projection-error.ts';

/** A row that was folded from a whole stream. */
export interface FoldedRow {
  readonly row: StoredRow;
  readonly neverThere: boolean;
  /** The last version of the stream that was read, whether the projection handles that event or not. */
  readonly upTo: number;
}

export const foldedRows = <Row>(
  projection: ReadModel<Row>,
  stream: Stream,
  events: readonly RecordedEvent[],
): FoldedRow[] => {
  try {
    const handled = events.filter((event) => projection.canHandle(event.type));
    return [...Map.groupBy(handled, (event) => projection.keyOf(event))].flatMap(([key, own]) => {
      if (key === undefined) return [];
      const row = projection.stored(key, projection.fold(undefined, own), own.at(-1)!.version, stream.id);
      return [{ row, neverThere: neverBegan(projection, own), upTo: events.at(-1)!.version }];
    });
  } catch (error) {
    throw new ProjectionError(stream, error);
  }
};

/**
 * What to do with a stored row: `none`: it is not needed; `right`: it is correct; `behind`: it is newer than this
 * history; `write`: replace it.
 */
type Verdict = 'none' | 'right' | 'behind' | 'write';

export const verdictOn = (
  projection: ReadModel<any>,
  { row, neverThere, upTo }: FoldedRow,
  before: StoredRow | undefined,
): Verdict => {
  if (!before) return neverThere ? 'none' : 'write';
  const isFresh = !isStale(projection, before);
  if (isFresh && before.checkpoint > row.checkpoint) return 'none';
  // Written by another release in the meantime: it includes events that this history does not have yet.
  if (before.checkpoint > upTo) return 'behind';
  return isFresh && contentOf(projection, before) === contentOf(projection, row) ? 'right' : 'write';
};

const contentOf = (projection: ReadModel<any>, { data, checkpoint, counters, indexes, streamId }: StoredRow) =>
  JSON.stringify([projection.packing().pack(data), checkpoint, counters, indexes, streamId]);

/** Whether a history has all events of its stream from the first on. */
export const isWhole = (history: readonly RecordedEvent[]) => history.every(({ version }, i) => version === i + 1);
