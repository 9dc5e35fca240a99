import type { DynamoDBRecord } from 'aws-lambda';
import type { Contexts } from '../function.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { count, logger, writeCounts } from '../observability/observe.ts';
import { plainJson } from '../plain-json.ts';
import type { Bus, Platform, PublishedEvent } from '../platform.ts';
import type { NotLogged } from './event-log.ts';
import { outcomeOf } from './outcome-of.ts';
import { publishedEvent, Unpublishable } from './published-event.ts';
import { reader, recordedEventIn, retryFrom } from './stream.ts';

/** PutEvents accepts ten entries, and 256 KB for all of them together (EventBridge quotas). */
const entriesPerCall = 10;
const bytesPerCall = 256 * 1024;
/** The size of an entry without its detail: source, detail type and time. */
const bytesBeside = 256;
const attempts = 5;
const parkedAtOnce = 8;

/**
 * Second reader of the stream: publishes events on the bus, then appends them to the event log, if there is one. Failed
 * events are retried, so published ones may be repeated: subscribers are idempotent. An event that must not be
 * published is parked and does not block others.
 */
export const publisher = (contexts: Contexts) => {
  const envelopeOf = publishedEvent(contexts);
  const outcome = outcomeOf(contexts);
  const chronicles = Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .filter((fn) => fn.definition.kind === 'eventLog');
  return reader((platform) => {
    const writes: Write[] = chronicles.map((fn) => fn.with(platform));
    return async ({ Records }) => {
      const records = new Map<PublishedEvent, DynamoDBRecord>();
      const refused: Refused[] = [];
      for (const record of Records) {
        try {
          records.set(publishable(envelopeOf(recordedEventIn(record))), record);
        } catch (error) {
          refused.push({ record, error });
        }
      }
      const events = [...records.keys()];
      const left = new Set(await published(platform.bus, events));
      for (const event of events) if (!left.has(event)) note(event, outcome(event));
      const unwritten = await written(writes, events);
      if (unwritten) refused.push(...unwritten.map(({ event, error }) => ({ record: records.get(event)!, error })));
      const unparked = unwritten ? await parked(platform, refused) : Records;
      writeCounts();
      return retryFrom([...new Set([...[...left].map((event) => records.get(event)!), ...unparked])]);
    };
  });
};

type Write = (events: readonly PublishedEvent[]) => Promise<readonly NotLogged[]>;

/** A record that fails on every retry. */
interface Refused {
  readonly record: DynamoDBRecord;
  readonly error: unknown;
}

/** Throws for an event that the bus cannot accept. */
const publishable = (event: PublishedEvent): PublishedEvent => {
  if (bytesOf(event) > bytesPerCall) throw new Unpublishable('too-large');
  return event;
};

/** Publishes, and returns the events that the bus refused. Throws when every call failed. */
const published = async (bus: Bus, events: readonly PublishedEvent[]): Promise<readonly PublishedEvent[]> => {
  let left = events;
  for (let tries = 1; left.length && tries <= attempts; tries++) {
    const all = calls(left);
    const answers = await Promise.allSettled(all.map((call) => bus.publish(call)));
    const failed = answers.filter((answer) => answer.status === 'rejected');
    if (left.length === events.length && failed.length === all.length) throw failed[0]!.reason;
    for (const { reason } of failed) logger.error('not published', { reason: nameOf(reason) });
    left = answers.flatMap((answer, i) => (answer.status === 'fulfilled' ? answer.value : all[i]!));
  }
  return left;
};

/**
 * Appends published events to the log: returns the events that cannot be logged, or `undefined` when all must be
 * retried.
 */
const written = async (
  writes: readonly Write[],
  events: readonly PublishedEvent[],
): Promise<readonly NotLogged[] | undefined> => {
  const all = await Promise.allSettled(writes.map((write) => write(events)));
  const failed = all.filter((one) => one.status === 'rejected');
  for (const { reason } of failed) logger.error('not logged', { reason: nameOf(reason) });
  return failed.length ? undefined : all.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
};

/** Parks each with the name of its stream and the reason; returns those that could not be parked. */
const parked = async ({ queue, clock }: Platform, refused: readonly Refused[]): Promise<DynamoDBRecord[]> => {
  const unparked: DynamoDBRecord[] = [];
  await mapWithConcurrency(refused, parkedAtOnce, async ({ record, error }) => {
    const { Keys: keys, NewImage } = record.dynamodb!;
    const reason = error instanceof Unpublishable ? error.reason : nameOf(error);
    const about = { reader: 'publisher', stream: keys?.pk?.S, event: keys?.sk?.S, reason };
    logger.error('parked', { ...about, type: NewImage?.type?.S, correlation: NewImage?.corr?.S });
    count('EventParked', { reason });
    try {
      await queue.send('parked', { reader: 'publisher', keys, reason, at: clock().toISOString() });
    } catch (failure) {
      logger.error('not parked', { ...about, reason: nameOf(failure) });
      unparked.push(record);
    }
  });
  return unparked;
};

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');

const note = (
  { id, type, context, aggregate, aggregateId, version, correlationId }: PublishedEvent,
  outcome: string,
) => {
  logger.info('published', {
    type,
    event: id,
    context,
    aggregate,
    id: aggregateId,
    version,
    correlation: correlationId,
  });
  count('EventPublished', { event: type, outcome });
};

/** The size of an entry by EventBridge's definition. */
const bytesOf = (event: PublishedEvent) => Buffer.byteLength(plainJson(event)) + bytesBeside;

const calls = (envelopes: readonly PublishedEvent[]): PublishedEvent[][] => {
  const all: { bytes: number; call: PublishedEvent[] }[] = [];
  for (const envelope of envelopes) {
    const bytes = bytesOf(envelope);
    const last = all.at(-1);
    if (last && last.call.length < entriesPerCall && last.bytes + bytes <= bytesPerCall) {
      last.call.push(envelope);
      last.bytes += bytes;
    } else all.push({ bytes, call: [envelope] });
  }
  return all.map(({ call }) => call);
};
