import type { Platform, StoredRow } from '../../platform.ts';
import type { RecordedEvent, Stream } from '../../write/event.ts';
import { isStale, ownIn, type ReadModel } from '../read-model.ts';
import { highest, inFoldOrder, lastVersions, streamName, streamsOf } from './checkpoints.ts';
import { foldOnto, readFrom, readStreams } from './fold-streams.ts';

export interface RowNow<Row> {
  readonly data: Row | undefined;
  /**
   * That of the first source's aggregate whose id is the key, for `If-Match`. Where the key is none of its ids: the sum
   * of the versions of all streams.
   */
  readonly version: number;
}

/** The streams of a row: those in its checkpoints, and that of the first source whose id is the key. */
const streamsNow = (projection: ReadModel<any>, org: string, key: string, stored: StoredRow | undefined) =>
  inFoldOrder(projection, [...(stored ? streamsOf(projection, org, stored) : []), itsOwn(projection, org, key)]);

const itsOwn = ({ definition: { of } }: ReadModel<any>, org: string, id: string): Stream => ({
  context: of.context,
  org,
  aggregate: of.name,
  id,
});

/** A row of several streams, including the events after its checkpoints. */
export const rowNow = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  org: string,
  key: string,
  stored: StoredRow<Row> | undefined,
): Promise<RowNow<Row>> => {
  const streams = streamsNow(projection, org, key, stored);
  const read = readFrom(platform);
  const own = streamName(projection, itsOwn(projection, org, key));
  if (!isStale(projection, stored) && stored?.data !== undefined) {
    const reached = stored.checkpoints ?? {};
    const tails = await Promise.all(
      streams.map((stream) => read(stream, reached[streamName(projection, stream)] ?? 0)),
    );
    const after = foldOnto(projection, stored.data, ownIn(projection, key, tails.flat()));
    const versions = highest([...Object.entries(reached), ...lastVersions(projection, tails.flat())]);
    if (after) return { data: after.data, version: versionIn(versions, own) };
  }
  return foldedFrom(projection, key, await readStreams(projection, streams, read), own);
};

/** The same row as of a time (ISO-8601). */
export const rowThen = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  org: string,
  key: string,
  stored: StoredRow<Row> | undefined,
  time: string,
): Promise<RowNow<Row>> => {
  const read = readFrom(platform);
  const streams = streamsNow(projection, org, key, stored);
  const then = await readStreams(projection, streams, async (stream, after) => upTo(time, await read(stream, after)));
  return foldedFrom(projection, key, then, streamName(projection, itsOwn(projection, org, key)));
};

/** The events of a stream before the first one that is later than a time. */
export const upTo = (time: string, history: readonly RecordedEvent[]): readonly RecordedEvent[] => {
  const later = history.findIndex(({ at }) => at > time);
  return later < 0 ? history : history.slice(0, later);
};

const foldedFrom = <Row>(
  projection: ReadModel<Row>,
  key: string,
  events: readonly RecordedEvent[],
  own: string,
): RowNow<Row> => ({
  data: projection.fold(undefined, ownIn(projection, key, events)),
  version: versionIn(lastVersions(projection, events), own),
});

const versionIn = (versions: ReadonlyMap<string, number>, own: string): number =>
  versions.get(own) ?? [...versions.values()].reduce((sum, version) => sum + version, 0);
