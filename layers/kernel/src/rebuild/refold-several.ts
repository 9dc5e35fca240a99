import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { UnreadableEvent } from '../messaging/unreadable-event.ts';
import { ConcurrencyError, type Platform, type RowChange, type StoredRow } from '../platform.ts';
import { isStale, type ReadModel } from '../read/read-model.ts';
import { viewOf } from '../read/rows/view-of.ts';
import { inFoldOrder, lastVersions, streamName, streamNamed, streamsOf } from '../read/streams/checkpoints.ts';
import { readFrom, readStreams, rowFrom } from '../read/streams/fold-streams.ts';
import { type RecordedEvent, type Stream, streamKey } from '../write/event.ts';
import { ProjectionError } from './projection-error.ts';

/** This many rows are folded concurrently: each is read again from all of its streams. */
const lanes = 8;

/** A row, and streams with events that belong to it. */
interface RowOfStreams {
  readonly org: string;
  readonly key: string;
  readonly streams: readonly Stream[];
}

type OnError = (error: ProjectionError) => unknown;

/**
 * Folds all rows of these streams again, from all streams of each row, and returns how many are right now. A rebuild
 * meets a row with each of its streams: it is counted with the first one, if that can begin it. Rows that are right
 * already are not written.
 */
export const refoldSeveral = async (
  platform: Platform,
  projection: ReadModel<any>,
  histories: readonly (readonly RecordedEvent[])[],
  onError: OnError,
): Promise<number> => {
  const { views } = platform;
  const rows = rowsOf(projection, histories, onError);
  const before = await views.getMany(rows.map(({ org, key }) => ({ view: viewOf(projection, org), key })));
  const changes: (RowChange & { readonly of: RowOfStreams })[] = [];
  let right = 0;
  const trying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProjectionError)) throw error;
      onError(error);
    }
  };
  await mapWithConcurrency([...rows.entries()], lanes, ([i, of]) =>
    trying(async () => {
      const row = await foldedAgain(platform, projection, of, before[i]);
      if (isFirst(projection, of, row)) right++;
      if (!isSame(projection, row, before[i]))
        changes.push({ of, view: viewOf(projection, of.org), row, previous: before[i] });
    }),
  );
  const left = await views.putMany(changes);
  await mapWithConcurrency(left, lanes, ({ of }) =>
    trying(async () => void (await refoldRow(platform, projection, of))),
  );
  return right;
};

/** Folds the rows of a stream again that are missing, stale or behind it, or all; returns how many were written. */
export const refoldRowsOf = async (
  platform: Platform,
  projection: ReadModel<any>,
  history: readonly RecordedEvent[],
  { all }: { readonly all: boolean },
): Promise<number> => {
  const raise = (error: ProjectionError) => {
    throw error;
  };
  let written = 0;
  for (const row of rowsOf(projection, [history], raise)) {
    const isBehind = (before: StoredRow | undefined) =>
      before === undefined || isStale(projection, before) || !includes(projection, before, row.key, history);
    if (await refoldRow(platform, projection, row, all ? undefined : isBehind)) written++;
  }
  return written;
};

/** Whether the row was written. */
const refoldRow = async (
  platform: Platform,
  projection: ReadModel<any>,
  of: RowOfStreams,
  wanted: (before: StoredRow | undefined) => boolean = () => true,
): Promise<boolean> => {
  const { views } = platform;
  const view = viewOf(projection, of.org);
  for (;;) {
    const before = await views.get(view, of.key, { consistent: true });
    if (!wanted(before)) return false;
    const row = await foldedAgain(platform, projection, of, before);
    if (isSame(projection, row, before)) return false;
    try {
      await views.put(view, row, before);
      return true;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
  }
};

/**
 * The streams are read after the row, strongly consistent: the result is never older than the row that it replaces.
 */
const foldedAgain = async (
  platform: Platform,
  projection: ReadModel<any>,
  { org, key, streams }: RowOfStreams,
  before: StoredRow | undefined,
): Promise<StoredRow> => {
  const known = before ? streamsOf(projection, org, before) : [];
  const all = await readStreams(projection, [...known, ...streams], readFrom(platform)).catch((error): never => {
    throw error instanceof UnreadableEvent ? new ProjectionError(error.stream, error) : error;
  });
  try {
    return rowFrom(projection, key, all);
  } catch (error) {
    throw new ProjectionError(streams[0]!, error);
  }
};

/** The rows that events of the streams belong to. A stream whose rows cannot be determined is reported. */
const rowsOf = (
  projection: ReadModel<any>,
  histories: readonly (readonly RecordedEvent[])[],
  onError: OnError,
): readonly RowOfStreams[] => {
  const rows = new Map<string, { org: string; key: string; streams: Map<string, Stream> }>();
  for (const history of histories) {
    const { stream } = history[0]!;
    try {
      const handled = history.filter(({ type }) => projection.canHandle(type));
      for (const key of new Set(handled.map((event) => projection.keyOf(event)))) {
        if (key === undefined) continue;
        const place = JSON.stringify([stream.org, key]);
        const row = rows.get(place) ?? { org: stream.org, key, streams: new Map<string, Stream>() };
        rows.set(place, row);
        row.streams.set(streamKey(stream), stream);
      }
    } catch (error) {
      onError(new ProjectionError(stream, error));
    }
  }
  return [...rows.values()].map(({ org, key, streams }) => ({ org, key, streams: [...streams.values()] }));
};

const isSame = (projection: ReadModel<any>, row: StoredRow, before: StoredRow | undefined): boolean =>
  before !== undefined && !isStale(projection, before) && contentOf(projection, before) === contentOf(projection, row);

const contentOf = (projection: ReadModel<any>, { data, checkpoints, counters, indexes }: StoredRow) =>
  JSON.stringify([projection.packing().pack(data), checkpoints, counters, indexes], inOrder);

/** The names in a record may be in another order, if its events arrived in another one. */
const inOrder = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Whether the first stream of the row can begin it, and is among those with which it was met. */
const isFirst = (
  projection: ReadModel<any>,
  { org, streams }: RowOfStreams,
  { checkpoints = {} }: StoredRow,
): boolean => {
  const [first] = inFoldOrder(
    projection,
    Object.keys(checkpoints).map((name) => streamNamed(projection, org, name)),
  );
  const { of } = projection.definition;
  if (first?.context !== of.context || first.aggregate !== of.name) return false;
  return streams.some((stream) => streamKey(stream) === streamKey(first));
};

/** Whether the row includes all of its events of this stream. */
const includes = (
  projection: ReadModel<any>,
  { checkpoints = {} }: StoredRow,
  key: string,
  history: readonly RecordedEvent[],
): boolean => {
  const own = history.filter((event) => projection.canHandle(event.type) && projection.keyOf(event) === key);
  const name = streamName(projection, history[0]!.stream);
  return (checkpoints[name] ?? 0) >= (lastVersions(projection, own).get(name) ?? 0);
};
