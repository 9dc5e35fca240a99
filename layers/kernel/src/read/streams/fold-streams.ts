import type { Platform, StoredRow } from '../../platform.ts';
import type { RecordedEvent, Stream } from '../../write/event.ts';
import { ownIn, type ReadModel } from '../read-model.ts';
import { checkpointsOf, highest, inFoldOrder, lastVersions } from './checkpoints.ts';

/** The events of a stream after a version, in order. */
type ReadEvents = (stream: Stream, after: number) => Promise<readonly RecordedEvent[]>;

/** The whole histories of some streams, one after the other, in the order of the fold. */
export const readStreams = async (
  projection: ReadModel<any>,
  streams: readonly Stream[],
  read: ReadEvents,
): Promise<readonly RecordedEvent[]> =>
  (await Promise.all(inFoldOrder(projection, streams).map((stream) => read(stream, 0)))).flat();

/** The row of several streams, folded from all of their events. `least`: versions that its checkpoints include. */
export const rowFrom = <Row>(
  projection: ReadModel<Row>,
  key: string,
  events: readonly RecordedEvent[],
  least: ReadonlyMap<string, number> = new Map(),
): StoredRow<Row> => {
  const own = ownIn(projection, key, events);
  const versions = highest([...least, ...lastVersions(projection, own)]);
  return projection.stored(key, projection.fold(undefined, own), checkpointsOf(projection, versions));
};

/**
 * The row after further events of its streams. `undefined` if these are not enough: an event that begins the row anew
 * needs the events of all streams.
 */
export const foldOnto = <Row>(
  projection: ReadModel<Row>,
  row: Row,
  events: readonly RecordedEvent[],
): { readonly data: Row | undefined } | undefined => {
  let data: Row | undefined = row;
  for (const event of events) {
    if (projection.begins(event.type)) return undefined;
    data = projection.fold(data, [event]);
  }
  return { data };
};

/** Reads streams strongly consistent. */
export const readFrom =
  ({ events }: Pick<Platform, 'events'>): ReadEvents =>
  (stream, after) =>
    events.read(stream, { after });
