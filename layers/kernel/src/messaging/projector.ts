import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Contexts } from '../function.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { logger, writeCounts } from '../observability/observe.ts';
import { reasonOf } from '../observability/reason-of.ts';
import { type Platform, ThrottledError } from '../platform.ts';
import { applyUpdate, changeOf, mergedUpdates, type RowUpdate, rowUpdates } from '../read/project.ts';
import { follows } from '../read/read-model.ts';
import { projectionsIn } from '../rebuild/projections-in.ts';
import { type RecordedEvent, streamKey } from '../write/event.ts';
import { park, parkRecord } from './park.ts';
import { recordHeartbeat } from './probes.ts';
import { reader, recordedEventIn, retryFrom } from './stream.ts';

/** This many rows are updated concurrently. */
const lanes = 8;

/**
 * First reader of the stream: keeps the read models up to date. Failed updates are parked and do not block others;
 * throttled ones are retried.
 */
export const projector = (contexts: Contexts) => {
  const projections = projectionsIn(contexts);

  /** If a projection cannot even determine its rows for an event, the event is parked as well. */
  const updatesOf = async (platform: Platform, events: readonly RecordedEvent[]): Promise<RowUpdate[]> => {
    const rows: RowUpdate[] = [];
    for (const projection of projections) {
      if (!follows(projection, events[0]!.stream)) continue;
      try {
        rows.push(...rowUpdates(projection, events));
      } catch (error) {
        await park(platform, projection, events.at(-1)!, error);
      }
    }
    return rows;
  };

  const project =
    (platform: Platform) =>
    async ({ Records }: DynamoDBStreamEvent) => {
      const records = await readable(platform, Records);
      const streams = [...Map.groupBy(records.keys(), ({ stream }) => streamKey(stream)).values()];
      const throttled: DynamoDBRecord[] = [];
      const rows = await Promise.all(streams.map((events) => updatesOf(platform, events)));
      const updates = mergedUpdates(rows.flat());
      const left = await applyTogether(platform, updates);
      const toApply = new Set(left);
      for (const update of updates) if (!toApply.has(update)) note(update);
      await mapWithConcurrency(left, lanes, async (update) => {
        try {
          await applyUpdate(platform, update);
          note(update);
        } catch (error) {
          if (error instanceof ThrottledError) throttled.push(...update.own.map((event) => records.get(event)!));
          else for (const event of lastOfEachStream(update)) await park(platform, update.projection, event, error);
        }
      });
      writeCounts();
      return retryFrom(throttled);
    };
  /** A heartbeat that cannot be recorded does not make the batch repeat. */
  return reader(project, (platform, heartbeats) =>
    recordHeartbeat(platform, heartbeats).catch((error) =>
      logger.warn('heartbeat not recorded', { ...reasonOf(error) }),
    ),
  );
};

/**
 * The events in the records. A record that is not an event is parked at once: retrying cannot help, and would delay the
 * others.
 */
const readable = async (
  platform: Platform,
  all: readonly DynamoDBRecord[],
): Promise<Map<RecordedEvent, DynamoDBRecord>> => {
  const records = new Map<RecordedEvent, DynamoDBRecord>();
  for (const record of all) {
    try {
      records.set(recordedEventIn(record), record);
    } catch (error) {
      await parkRecord(platform, record, error);
    }
  }
  return records;
};

/** Writes all rows of a batch together, which is cheaper; returns those that must be written one by one. */
const applyTogether = async (platform: Platform, all: readonly RowUpdate[]): Promise<readonly RowUpdate[]> => {
  try {
    const before = await platform.views.getMany(all);
    const results = await Promise.allSettled(all.map((update, i) => changeOf(platform, update, before[i])));
    const changes = results.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
    const left = await platform.views.putMany(changes);
    return [...all.filter((_, i) => results[i]!.status === 'rejected'), ...left.map(({ update }) => update)];
  } catch (error) {
    logger.warn('rows are written one by one', { ...reasonOf(error) });
    return all;
  }
};

/** `redrive` projects the stream of a parked event again: each stream of the row needs its own. */
const lastOfEachStream = ({ own }: RowUpdate): readonly RecordedEvent[] => [
  ...new Map(own.map((event) => [streamKey(event.stream), event])).values(),
];

const note = ({ projection, key, own }: RowUpdate) => {
  for (const { type, correlationId } of own)
    logger.debug('projected', { projection: projection.definition.name, row: key, type, correlation: correlationId });
};
