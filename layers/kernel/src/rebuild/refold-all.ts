import type { Platform, RowChange } from '../platform.ts';
import type { ReadModel } from '../read/read-model.ts';
import { viewOf } from '../read/rows/view-of.ts';
import type { RecordedEvent } from '../write/event.ts';
import { type FoldedRow, foldedRows, isWhole, verdictOn } from './folded-rows.ts';
import { ProjectionError } from './projection-error.ts';
import { refold } from './refold.ts';

/**
 * Folds all rows of some streams again, and returns how many are right now. Rows that are right already are not
 * written: they are most rows in most rebuilds.
 */
export const refoldAll = async (
  platform: Platform,
  projection: ReadModel<any>,
  histories: readonly (readonly RecordedEvent[])[],
  onProjectionError: (error: ProjectionError) => unknown,
): Promise<number> => {
  const { views } = platform;
  const folds: (FoldedRow & RowChange & { readonly history: readonly RecordedEvent[] })[] = [];
  const alone = new Set<readonly RecordedEvent[]>();
  for (const history of histories) {
    const { stream } = history[0]!;
    if (!isWhole(history)) alone.add(history);
    else
      try {
        const view = viewOf(projection, stream.org);
        for (const it of foldedRows(projection, stream, history))
          folds.push({ ...it, view, previous: undefined, history });
      } catch (error) {
        if (!(error instanceof ProjectionError)) throw error;
        onProjectionError(error);
      }
  }
  const before = await views.getMany(folds.map(({ view, row: { key } }) => ({ view, key })));
  const changes = folds.map((it, i) => ({ ...it, previous: before[i], verdict: verdictOn(projection, it, before[i]) }));
  const left = new Set(await views.putMany(changes.filter(({ verdict }) => verdict === 'write')));
  for (const change of changes) if (change.verdict === 'behind' || left.has(change)) alone.add(change.history);
  let right = changes.filter(({ verdict, history }) => verdict !== 'none' && !alone.has(history)).length;
  for (const history of alone) {
    try {
      right += await refold(platform, projection, history);
    } catch (error) {
      if (!(error instanceof ProjectionError)) throw error;
      onProjectionError(error);
    }
  }
  return right;
};
