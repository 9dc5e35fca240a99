import { ConcurrencyError, type Platform, type StoredRow, type View } from '../platform.ts';
import { hasSeveralSources, isStale, type ReadModel } from '../read/read-model.ts';
import { viewOf } from '../read/rows/view-of.ts';
import type { RecordedEvent, Stream } from '../write/event.ts';
import { type FoldedRow, foldedRows, isWhole, verdictOn } from './folded-rows.ts';
import { ProjectionError } from './projection-error.ts';
import { refoldRowsOf } from './refold-several.ts';

/**
 * Folds all rows of a stream again, and returns how many it has written. A history that came in pieces is read again
 * from its stream.
 */
export const refold = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  history: readonly RecordedEvent[],
): Promise<number> => {
  const { stream } = history[0]!;
  const whole = isWhole(history) ? history : await historyOf(platform, stream);
  if (hasSeveralSources(projection)) return refoldRowsOf(platform, projection, whole, { all: true });
  return refoldFrom(platform, projection, stream, whole, () => true);
};

/** Folds those rows of a stream again that are missing or were written in another shape. */
export const refoldStale = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  stream: Stream,
): Promise<number> => {
  const history = await historyOf(platform, stream);
  if (hasSeveralSources(projection)) return refoldRowsOf(platform, projection, history, { all: false });
  const isMissing = (before: StoredRow | undefined) => before === undefined || isStale(projection, before);
  return refoldFrom(platform, projection, stream, history, isMissing);
};

const historyOf = async ({ events }: Platform, stream: Stream) => {
  try {
    return await events.read(stream);
  } catch (error) {
    throw new ProjectionError(stream, error);
  }
};

const refoldFrom = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  stream: Stream,
  history: readonly RecordedEvent[],
  wanted: (before: StoredRow | undefined) => boolean,
  isRepeated = false,
): Promise<number> => {
  const view = viewOf(projection, stream.org);
  let rows = 0;
  for (const folded of foldedRows(projection, stream, history)) {
    const written = await replace(platform, projection, view, folded, wanted, isRepeated);
    if (written === 'behind')
      return rows + (await refoldFrom(platform, projection, stream, await historyOf(platform, stream), wanted, true));
    rows += written;
  }
  return rows;
};

const replace = async (
  { views }: Platform,
  projection: ReadModel<any>,
  view: View,
  folded: FoldedRow,
  wanted: (before: StoredRow | undefined) => boolean,
  isRepeated: boolean,
): Promise<number | 'behind'> => {
  for (;;) {
    const before = await views.get(view, folded.row.key, { consistent: true });
    const verdict = verdictOn(projection, folded, before);
    if (!wanted(before) || verdict === 'none') return 0;
    if (verdict === 'right') return 1;
    if (verdict === 'behind' && !isRepeated) return 'behind';
    try {
      await views.put(view, folded.row, before);
      return 1;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
  }
};
