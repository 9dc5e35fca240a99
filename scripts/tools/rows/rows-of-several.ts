import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import { UnreadableEvent } from '@waybill/kernel/messaging/unreadable-event';
import type { Platform, StoredRow } from '@waybill/kernel/platform';
import type { AnyProjection } from '@waybill/kernel/read/projection';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { readFrom, readStreams, rowFrom } from '@waybill/kernel/read/streams/fold-streams';
import { rowKey } from '@waybill/kernel/storage/aws/items/row-items';
import { type RecordedEvent, type Stream, streamKey } from '@waybill/kernel/write/event';
import { keysOf } from '../knowledge.ts';

const lanes = 8;

interface Place {
  readonly projection: AnyProjection;
  readonly key: string;
  readonly streams: Map<string, Stream>;
}

interface Handlers {
  readonly onRow: (row: {
    readonly pk: string;
    readonly row: StoredRow;
    readonly streams: readonly Stream[];
  }) => unknown;
  readonly onError: (projection: string, streams: readonly Stream[], error: unknown) => void;
}

/**
 * The rows of projections of several aggregates. Which streams belong to a row is known when all streams were met: the
 * rows are folded then, from streams that are read again.
 */
export const rowsOfSeveral = (platform: Platform) => {
  const places = new Map<string, Place>();
  return {
    add: (projection: AnyProjection, events: readonly RecordedEvent[]): void => {
      const { stream } = events[0]!;
      const view = viewOf(projection, stream.org);
      for (const key of keysOf(projection, events)) {
        const pk = rowKey(view, key);
        const place = places.get(pk) ?? { projection, key, streams: new Map() };
        places.set(pk, place);
        place.streams.set(streamKey(stream), stream);
      }
    },
    each: ({ onRow, onError }: Handlers): Promise<void> =>
      mapWithConcurrency([...places], lanes, async ([pk, { projection, key, streams: found }]) => {
        const streams = [...found.values()];
        const refuse = (error: unknown) => onError(projection.definition.name, streams, error);
        const events = await readStreams(projection, streams, readFrom(platform)).catch((error) => {
          if (!(error instanceof UnreadableEvent)) throw error;
          refuse(error);
        });
        if (!events) return;
        try {
          onRow({ pk, row: rowFrom(projection, key, events), streams });
        } catch (error) {
          refuse(error);
        }
      }),
  };
};
