import type { Platform, StoredRow } from '../../platform.ts';
import { type RecordedEvent, type Stream, streamKey } from '../../write/event.ts';
import type { RowUpdate } from '../project.ts';
import { isStale, ownIn } from '../read-model.ts';
import { checkpointsOf, highest, inFoldOrder, lastVersions, streamName, streamsOf } from './checkpoints.ts';
import { foldOnto, readStreams, rowFrom } from './fold-streams.ts';

/**
 * The row of several streams after some of their events; `undefined` if it includes all of them already. The events
 * after each stream's checkpoint are folded onto the row. A row without data, or of another shape, is folded again from
 * all of its streams: events that arrived before its first event are applied then (ADR 21).
 */
export const rowOfSeveral = async (
  platform: Platform,
  update: RowUpdate,
  before: StoredRow | undefined,
): Promise<StoredRow | undefined> => {
  const { projection, view, key, own } = update;
  const base = isStale(projection, before) ? undefined : before;
  const reached = base?.checkpoints ?? {};
  const last = lastVersions(projection, own);
  const isNew = ({ stream }: RecordedEvent) => {
    const name = streamName(projection, stream);
    return (reached[name] ?? 0) < last.get(name)!;
  };
  // 1 which streams have new events
  const streams = own.filter(isNew).map(({ stream }) => stream);
  if (base && !streams.length) return undefined;
  const read = readWith(platform, update, before);

  // 2 fold them onto the row
  if (base?.data !== undefined) {
    const tails = inFoldOrder(projection, streams).map((stream) =>
      read(stream, reached[streamName(projection, stream)] ?? 0),
    );
    const news = ownIn(projection, key, (await Promise.all(tails)).flat());
    const after = foldOnto(projection, base.data, news);
    const versions = highest([...Object.entries(reached), ...last, ...lastVersions(projection, news)]);
    if (after) return projection.stored(key, after.data, checkpointsOf(projection, versions));
  }

  // 3 or fold the row again
  const known = before ? streamsOf(projection, view.org, before) : [];
  const all = await readStreams(projection, [...known, ...own.map(({ stream }) => stream)], read);
  return rowFrom(projection, key, all, last);
};

/** Takes the events from the batch where they reach the row's checkpoint and have no gap, else reads the stream. */
const readWith = ({ events }: Platform, { projection, own, batch }: RowUpdate, before: StoredRow | undefined) => {
  const batches = Map.groupBy(batch, ({ stream }) => streamKey(stream));
  const last = lastVersions(projection, own);
  return async (stream: Stream, after: number): Promise<readonly RecordedEvent[]> => {
    const name = streamName(projection, stream);
    const to = last.get(name) ?? 0;
    const known = new Map(batches.get(streamKey(stream))?.map((event) => [event.version, event]));
    const range = Array.from({ length: Math.max(0, to - after) }, (_, i) => known.get(after + 1 + i));
    const reached = before && !before.checkpoints ? Number.POSITIVE_INFINITY : (before?.checkpoints?.[name] ?? 0);
    const isEnough = to > 0 && to >= reached && range.every((event) => event !== undefined);
    return isEnough ? range : events.read(stream, { after });
  };
};
