import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { UnreadableEvent } from '../messaging/unreadable-event.ts';
import { ConcurrencyError, type Platform, type RowChange, type StoredRow, type View } from '../platform.ts';
import { neverBegan } from '../read/project.ts';
import { follows, hasSeveralSources, isStale, type ReadModel } from '../read/read-model.ts';
import { viewOf } from '../read/rows/view-of.ts';
import { type RecordedEvent, type Stream, streamKey } from '../write/event.ts';
import { ProjectionError } from './projection-error.ts';
import { refoldRowsOf, refoldSeveral } from './refold-several.ts';

export interface Progress {
  readonly events: number;
  readonly rows: number;
}

/**
 * Rebuilds a projection from the whole history while queries still use the old rows: each row is replaced by the fold
 * of its streams, unless the projector has written a newer one in the meantime. Returns the numbers of events read and
 * of rows that are right. Segments that are done are skipped; a caller that stores the finished segments can continue
 * later. A stream that cannot be folded ends the rebuild, unless the caller handles the error.
 */
export const rebuild = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  {
    segments = 4,
    lanes = 4,
    done = [] as readonly number[],
    onProgress = (_: Progress) => {},
    onSegment = async (_: number) => {},
    onProjectionError = (error: ProjectionError): unknown => {
      throw error;
    },
  } = {},
): Promise<Progress> => {
  const { sources } = projection.definition;
  let events = 0;
  let rows = 0;
  const segment = async (part: number) => {
    let history: RecordedEvent[] = [];
    let waiting: RecordedEvent[][] = [];
    const unreadable = new Set<string>();
    const flush = async () => {
      const readable = waiting.filter(([first]) => !unreadable.has(streamKey(first!.stream)));
      waiting = [];
      // Segments run concurrently, so the number is computed before it is added.
      const again = hasSeveralSources(projection) ? refoldSeveral : refoldAll;
      const right = await again(platform, projection, readable, onProjectionError);
      rows += right;
      onProgress({ events, rows });
    };
    const onUnreadable = (error: UnreadableEvent) => {
      const { stream } = error;
      if (!follows(projection, stream) || unreadable.has(streamKey(stream))) return;
      unreadable.add(streamKey(stream));
      onProjectionError(new ProjectionError(stream, error));
    };
    for (const { context, name } of sources)
      for await (const event of platform.events.scan(part, segments, onUnreadable, { context, aggregate: name })) {
        if (!follows(projection, event.stream)) continue;
        if (history.length && streamKey(history[0]!.stream) !== streamKey(event.stream)) {
          waiting.push(history);
          history = [];
          if (waiting.length === streamsAtOnce) await flush();
        }
        history.push(event);
        events++;
      }
    if (history.length) waiting.push(history);
    await flush();
    await onSegment(part);
  };
  const parts = Array.from({ length: segments }, (_, part) => part).filter((part) => !done.includes(part));
  await mapWithConcurrency(parts, lanes, segment);
  return { events, rows };
};

/** This many streams are folded together: their rows are read by one call (BatchGetItem takes 100 keys). */
const streamsAtOnce = 100;

/**
 * Folds all rows of some streams again, and returns how many are right now. Rows that are right already are not
 * written: they are most rows in most rebuilds.
 */
const refoldAll = async (
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

const isWhole = (history: readonly RecordedEvent[]) => history.every(({ version }, i) => version === i + 1);

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

interface FoldedRow {
  readonly row: StoredRow;
  readonly neverThere: boolean;
  /** The last version of the stream that was read, whether the projection handles that event or not. */
  readonly upTo: number;
}

const foldedRows = <Row>(projection: ReadModel<Row>, stream: Stream, events: readonly RecordedEvent[]): FoldedRow[] => {
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

const verdictOn = (
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
