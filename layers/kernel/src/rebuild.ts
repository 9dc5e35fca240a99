import { keyOf, type Recorded, type Stream } from './event.ts';
import { inLanes } from './in-lanes.ts';
import { LostRace, type Platform, type StoredRow, type View } from './platform.ts';
import { neverBegan } from './project.ts';
import type { Projection } from './projection.ts';

export interface Progress {
  readonly events: number;
  readonly rows: number;
}

/** A stream that a projection cannot tell: a fault in the one or the other, and nobody else's. */
export class CannotTell extends Error {
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
  projection: Projection<Row>,
  {
    segments = 4,
    lanes = 4,
    done = [] as readonly number[],
    onProgress = (_: Progress) => {},
    onSegment = async (_: number) => {},
    onCannotTell = (untold: CannotTell): unknown => {
      throw untold;
    },
  } = {},
): Promise<Progress> => {
  let events = 0;
  let rows = 0;
  const segment = async (part: number) => {
    let history: Recorded[] = [];
    const flush = async () => {
      if (!history.length) return;
      try {
        const written = await retell(platform, projection, history);
        rows += written;
      } catch (error) {
        if (!(error instanceof CannotTell)) throw error;
        onCannotTell(error);
      }
      history = [];
      onProgress({ events, rows });
    };
    for await (const event of platform.events.scan(part, segments)) {
      const { context, aggregate } = event.stream;
      if (context !== projection.definition.of.context || aggregate !== projection.definition.of.name) continue;
      if (history.length && keyOf(history[0]!.stream) !== keyOf(event.stream)) await flush();
      history.push(event);
      events++;
    }
    await flush();
    await onSegment(part);
  };
  const parts = Array.from({ length: segments }, (_, part) => part).filter((part) => !done.includes(part));
  await inLanes(parts, lanes, segment);
  return { events, rows };
};

/** A history that came in pieces is read again from its stream. */
export const retell = async <Row>(platform: Platform, projection: Projection<Row>, history: readonly Recorded[]) => {
  const { stream } = history[0]!;
  const whole = history.every(({ version }, i) => version === i + 1);
  const events = whole ? history : await platform.events.read(stream);
  const view = { context: stream.context, org: stream.org, name: projection.definition.name };
  let rows = 0;
  for (const { row, neverThere } of toldOf(projection, stream, events))
    rows += await replace(platform, view, row, neverThere);
  return rows;
};

const toldOf = <Row>(projection: Projection<Row>, stream: Stream, events: readonly Recorded[]) => {
  try {
    const heard = events.filter((event) => projection.hearsOf(event.type));
    return [...Map.groupBy(heard, (event) => projection.keyOf(event))].flatMap(([key, own]) => {
      if (key === undefined) return [];
      const row = projection.stored(key, projection.fold(undefined, own), own.at(-1)!.version);
      return [{ row, neverThere: neverBegan(projection, own) }];
    });
  } catch (error) {
    throw new CannotTell(stream, error);
  }
};

const replace = async ({ views }: Platform, view: View, row: StoredRow, neverThere: boolean) => {
  for (;;) {
    const before = await views.get(view, row.key, { consistent: true });
    if (before ? before.seen > row.seen : neverThere) return 0;
    try {
      await views.put(view, row, before);
      return 1;
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }
};
