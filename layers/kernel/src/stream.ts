import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { recordedIn } from './aws/event-store.ts';
import { aws } from './aws/platform.ts';
import { logger } from './edge/observe.ts';
import { envelope } from './envelope.ts';
import { keyOf, type Recorded } from './event.ts';
import type { Contexts, Manifest } from './function.ts';
import { inLanes } from './in-lanes.ts';
import type { Platform } from './platform.ts';
import { changeOf, type Telling, tell, tellings } from './project.ts';
import type { Projection } from './projection.ts';

/** This many rows are told at a time. */
const lanes = 8;
/** PutEvents takes ten entries (EventBridge quota). */
const entriesPerCall = 10;
const publishAttempts = 5;

const reader = (run: (platform: Platform) => (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>) => {
  let bound: ReturnType<typeof run> | undefined;
  const handler = (event: DynamoDBStreamEvent) => {
    bound ??= run(aws());
    return bound(event);
  };
  return Object.assign(handler, { with: run });
};

const recorded = ({ dynamodb }: DynamoDBRecord): Recorded =>
  recordedIn(dynamodb!.NewImage as Record<string, AttributeValue>);

/** First reader of the stream: keeps the read models up to date. What fails is parked, and holds up nobody. */
export const projector = (contexts: Contexts | Readonly<Record<string, Manifest>>) => {
  const projections = Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .filter((fn) => fn.definition.kind === 'projection') as Projection<unknown>[];

  const tellingsOf = (events: readonly Recorded[]) => {
    const { context, aggregate } = events[0]!.stream;
    return projections
      .filter(({ definition: { of } }) => of.context === context && of.name === aggregate)
      .flatMap((projection) => tellings(projection, events));
  };

  return reader((platform) => async ({ Records }) => {
    const streams = [...Map.groupBy(Records.map(recorded), ({ stream }) => keyOf(stream)).values()];
    const left = await tellTogether(platform, streams.flatMap(tellingsOf));
    await inLanes(left, lanes, async (telling) => {
      try {
        await tell(platform, telling);
      } catch (error) {
        await park(platform, telling, error);
      }
    });
    return { batchItemFailures: [] };
  });
};

/** All rows of a batch at once, which is the cheap way; gives back those that must be told one by one. */
const tellTogether = async (platform: Platform, all: readonly Telling[]): Promise<readonly Telling[]> => {
  try {
    const before = await platform.views.getMany(all);
    const told = await Promise.allSettled(all.map((telling, i) => changeOf(platform, telling, before[i])));
    const changes = told.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
    const left = await platform.views.putMany(changes);
    return [...all.filter((_, i) => told[i]!.status === 'rejected'), ...left.map(({ telling }) => telling)];
  } catch (error) {
    logger.warn('told one by one', { reason: error instanceof Error ? error.name : 'unknown' });
    return all;
  }
};

/** The row heals by itself when it is told again, so the stream and the projection are all there is to remember. */
const park = async (platform: Platform, { projection, own }: Telling, error: unknown) => {
  const { stream, version } = own.at(-1)!;
  const { name } = projection.definition;
  const reason = error instanceof Error ? error.name : 'unknown';
  logger.error('parked', { projection: name, stream: keyOf(stream), version, reason });
  await platform.queue.send('parked', {
    projection: name,
    stream,
    version,
    reason,
    at: platform.clock().toISOString(),
  });
};

/** Second reader: tells the rest of the house, and whoever listens. */
export const publisher = (contexts: Contexts | Readonly<Record<string, Manifest>>) => {
  const tells = envelope(contexts);
  return reader((platform) => async ({ Records }) => {
    const sequence = new Map(
      Records.map((record) => [tells(recorded(record)), record.dynamodb?.SequenceNumber ?? ''] as const),
    );
    let left = [...sequence.keys()];
    for (let tries = 1; left.length && tries <= publishAttempts; tries++) {
      const batches = Array.from({ length: Math.ceil(left.length / entriesPerCall) }, (_, i) =>
        left.slice(i * entriesPerCall, (i + 1) * entriesPerCall),
      );
      left = (await Promise.all(batches.map((batch) => platform.bus.publish(batch)))).flat();
    }
    return { batchItemFailures: left.map((event) => ({ itemIdentifier: sequence.get(event)! })) };
  });
};
