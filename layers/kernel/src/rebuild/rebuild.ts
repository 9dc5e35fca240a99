import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { UnreadableEvent } from '../messaging/unreadable-event.ts';
import type { Platform } from '../platform.ts';
import { follows, hasSeveralSources, type ReadModel } from '../read/read-model.ts';
import { type RecordedEvent, streamKey } from '../write/event.ts';
import { ProjectionError } from './projection-error.ts';
import { refoldAll } from './refold-all.ts';
import { refoldSeveral } from './refold-several.ts';

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
