import type { Checkpoints, StoredRow } from '../../platform.ts';
import { type RecordedEvent, type Stream, streamKey } from '../../write/event.ts';
import type { ReadModel } from '../read-model.ts';

/**
 * This many streams may be folded into one row. A row is read again from all of its streams, and the names of its
 * streams are stored in it: 20 take about 800 bytes.
 */
const streamsPerRow = 20;

/** A row has events of more streams than one row may have. */
export class TooManyStreams extends Error {
  override readonly name = 'TooManyStreams';
  constructor(projection: string) {
    super(`a row of ${projection} has events of more than ${streamsPerRow} streams`);
  }
}

/** A stream in the checkpoints of a row: `[<context>.]<aggregate>#<id>`, with the context where it is another one. */
export const streamName = ({ definition: { of } }: ReadModel<any>, { context, aggregate, id }: Stream): string =>
  `${context === of.context ? '' : `${context}.`}${aggregate}#${id}`;

export const streamNamed = ({ definition: { of } }: ReadModel<any>, org: string, name: string): Stream => {
  const cut = name.indexOf('#');
  const [aggregate = '', context = of.context] = name.slice(0, cut).split('.').toReversed();
  return { context, org, aggregate, id: name.slice(cut + 1) };
};

/** In the order of their names, so that equal checkpoints are equal text. Throws `TooManyStreams`. */
export const checkpointsOf = (
  { definition: { name } }: ReadModel<any>,
  versions: Iterable<readonly [name: string, version: number]>,
): Checkpoints => {
  const sorted = [...versions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length > streamsPerRow) throw new TooManyStreams(name);
  return Object.fromEntries(sorted);
};

/**
 * The streams from which a row was folded. A row that was written when the projection had one source names only an id:
 * it may belong to any of the sources.
 */
export const streamsOf = (
  projection: ReadModel<any>,
  org: string,
  { key, checkpoints, streamId = key }: StoredRow,
): readonly Stream[] =>
  checkpoints
    ? Object.keys(checkpoints).map((name) => streamNamed(projection, org, name))
    : projection.definition.sources.map(({ context, name }) => ({ context, org, aggregate: name, id: streamId }));

/** Each stream once, in the order in which a row is folded from them: that of the projection's sources, then by id. */
export const inFoldOrder = (
  { definition: { sources } }: ReadModel<any>,
  streams: readonly Stream[],
): readonly Stream[] => {
  const place = ({ context, aggregate }: Stream) =>
    sources.findIndex((source) => source.context === context && source.name === aggregate);
  return [...new Map(streams.map((stream) => [streamKey(stream), stream])).values()]
    .filter((stream) => place(stream) >= 0)
    .toSorted((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
};

/** The last version among the events of each stream, by the name of the stream. */
export const lastVersions = (
  projection: ReadModel<any>,
  events: readonly RecordedEvent[],
): ReadonlyMap<string, number> =>
  highest(events.map(({ stream, version }) => [streamName(projection, stream), version] as const));

/** The highest version of each stream. */
export const highest = (versions: Iterable<readonly [name: string, version: number]>): ReadonlyMap<string, number> => {
  const all = new Map<string, number>();
  for (const [name, version] of versions) all.set(name, Math.max(version, all.get(name) ?? 0));
  return all;
};
