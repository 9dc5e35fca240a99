import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { UnreadableEvent } from '../messaging/unreadable-event.ts';
import { ConcurrencyError, type Platform, type StoredRow, type View } from '../platform.ts';
import { neverBegan } from '../read/project.ts';
import { isStale, type ReadModel } from '../read/read-model.ts';
import { viewOf } from '../read/view-of.ts';
import { type RecordedEvent, type Stream, streamKey } from '../write/event.ts';

export interface Progress {
  readonly events: number;
  readonly rows: number;
}

/** A stream that a projection cannot tell: a fault in the one or the other, and nobody else's. */
export class ProjectionError extends Error {
  override readonly name = 'CannotTell';
  readonly stream: Stream;
  constructor(stream: Stream, cause: unknown) {
    super(`cannot be told (${cause instanceof Error ? cause.name : 'unknown'})`, { cause });
    this.stream = stream;
  }
}

/**
 * Tells a projection again from the whole history while the old rows go on answering: each row is replaced by what
 * its stream says today, unless the projector has meanwhile written a newer one. Returns how much was told. Segments
 * that are done are left out; whoever remembers those that finish can go on later. A stream that cannot be told ends it,
 * unless somebody takes note of those.
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
    onCannotTell = (untold: ProjectionError): unknown => {
      throw untold;
    },
  } = {},
): Promise<Progress> => {
  const { of } = projection.definition;
  const isOurs = ({ context, aggregate }: Stream) => context === of.context && aggregate === of.name;
  let events = 0;
  let rows = 0;
  const segment = async (part: number) => {
    let history: RecordedEvent[] = [];
    const unreadable = new Map<string, UnreadableEvent>();
    const flush = async () => {
      if (!history.length) return;
      try {
        // Other segments count meanwhile: what is added is known before it is added.
        const written = unreadable.has(streamKey(history[0]!.stream)) ? 0 : await refold(platform, projection, history);
        rows += written;
      } catch (error) {
        if (!(error instanceof ProjectionError)) throw error;
        onCannotTell(error);
      }
      history = [];
      onProgress({ events, rows });
    };
    const onUnreadable = (error: UnreadableEvent) => {
      const { stream } = error;
      if (!isOurs(stream) || unreadable.has(streamKey(stream))) return;
      unreadable.set(streamKey(stream), error);
      onCannotTell(new ProjectionError(stream, error));
    };
    for await (const event of platform.events.scan(part, segments, onUnreadable)) {
      if (!isOurs(event.stream)) continue;
      if (history.length && streamKey(history[0]!.stream) !== streamKey(event.stream)) await flush();
      history.push(event);
      events++;
    }
    await flush();
    await onSegment(part);
  };
  const parts = Array.from({ length: segments }, (_, part) => part).filter((part) => !done.includes(part));
  await mapWithConcurrency(parts, lanes, segment);
  return { events, rows };
};

/** Tells all rows of a stream again, and says how many it has written. A history that came in pieces is read again from its stream. */
export const refold = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  history: readonly RecordedEvent[],
): Promise<number> => {
  const { stream } = history[0]!;
  const whole = history.every(({ version }, i) => version === i + 1);
  return retellFrom(platform, projection, stream, whole ? history : await historyOf(platform, stream), () => true);
};

/** Tells those rows of a stream again that are missing or were written in another shape. */
export const refoldStale = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  stream: Stream,
): Promise<number> =>
  retellFrom(
    platform,
    projection,
    stream,
    await historyOf(platform, stream),
    (before) => before === undefined || isStale(projection, before),
  );

const historyOf = async ({ events }: Platform, stream: Stream) => {
  try {
    return await events.read(stream);
  } catch (error) {
    throw new ProjectionError(stream, error);
  }
};

const retellFrom = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  stream: Stream,
  history: readonly RecordedEvent[],
  wanted: (before: StoredRow | undefined) => boolean,
  isRepeated = false,
): Promise<number> => {
  const view = viewOf(projection, stream.org);
  let rows = 0;
  for (const told of toldOf(projection, stream, history)) {
    const written = await replace(platform, projection, view, told, wanted, isRepeated);
    // Written by another release meanwhile: it has seen what this history does not know yet.
    if (written === 'behind')
      return rows + (await retellFrom(platform, projection, stream, await historyOf(platform, stream), wanted, true));
    rows += written;
  }
  return rows;
};

interface Told {
  readonly row: StoredRow;
  readonly neverThere: boolean;
  /** The last version of the stream that was read, whether the projection hears of it or not. */
  readonly upTo: number;
}

const toldOf = <Row>(projection: ReadModel<Row>, stream: Stream, events: readonly RecordedEvent[]): Told[] => {
  try {
    const heard = events.filter((event) => projection.canHandle(event.type));
    return [...Map.groupBy(heard, (event) => projection.keyOf(event))].flatMap(([key, own]) => {
      if (key === undefined) return [];
      const row = projection.stored(key, projection.fold(undefined, own), own.at(-1)!.version, stream.id);
      return [{ row, neverThere: neverBegan(projection, own), upTo: events.at(-1)!.version }];
    });
  } catch (error) {
    throw new ProjectionError(stream, error);
  }
};

const replace = async (
  { views }: Platform,
  projection: ReadModel<any>,
  view: View,
  { row, neverThere, upTo }: Told,
  wanted: (before: StoredRow | undefined) => boolean,
  isRepeated: boolean,
): Promise<number | 'behind'> => {
  for (;;) {
    const before = await views.get(view, row.key, { consistent: true });
    if (!wanted(before) || (!before && neverThere)) return 0;
    if (before && !isStale(projection, before) && before.checkpoint > row.checkpoint) return 0;
    if (before && before.checkpoint > upTo && !isRepeated) return 'behind';
    try {
      await views.put(view, row, before);
      return 1;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
  }
};
