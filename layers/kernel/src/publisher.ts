import { count, logger, writeCounts } from './edge/observe.ts';
import { envelope } from './envelope.ts';
import type { Contexts } from './function.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Envelope } from './platform.ts';
import { again, reader, recorded } from './stream.ts';

/** PutEvents takes ten entries of 256 KB in all (EventBridge quotas). */
const entriesPerCall = 10;
const bytesPerCall = 250_000;
const attempts = 5;

/**
 * Second reader of the stream: tells the rest of the house, and whoever listens; then writes it down where that is kept.
 * What could not be told or written comes again, and so may what was: who listens knows that.
 */
export const publisher = (contexts: Contexts) => {
  const tells = envelope(contexts);
  const outcome = outcomeOf(contexts);
  const chronicles = Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .filter((fn) => fn.definition.kind === 'chronicle');
  return reader((platform) => {
    const writes = chronicles.map((fn) => fn.with(platform));
    return async ({ Records }) => {
      const records = new Map(Records.map((record) => [tells(recorded(record)), record]));
      let left: readonly Envelope[] = [...records.keys()];
      for (let tries = 1; left.length && tries <= attempts; tries++)
        left = (await Promise.all(calls(left).map((call) => platform.bus.publish(call)))).flat();
      const late = new Set(left);
      for (const event of records.keys()) if (!late.has(event)) note(event, outcome(event));
      writeCounts();
      if (!(await written(writes, [...records.keys()]))) return again(Records);
      return again(left.map((event) => records.get(event)!));
    };
  });
};

const written = async (
  writes: readonly ((events: readonly Envelope[]) => Promise<unknown>)[],
  events: readonly Envelope[],
) => {
  const all = await Promise.allSettled(writes.map((write) => write(events)));
  const failed = all.filter((one) => one.status === 'rejected');
  for (const { reason } of failed) logger.error('not written down', { reason: reason?.name ?? 'unknown' });
  return failed.length === 0;
};

const note = ({ id, type, context, aggregate, aggregateId, version, correlation }: Envelope, outcome: string) => {
  logger.info('published', { type, event: id, context, aggregate, id: aggregateId, version, correlation });
  count('EventPublished', { event: type, outcome });
};

const calls = (envelopes: readonly Envelope[]): Envelope[][] => {
  const all: { bytes: number; call: Envelope[] }[] = [];
  for (const envelope of envelopes) {
    const bytes = Buffer.byteLength(JSON.stringify(envelope));
    const last = all.at(-1);
    if (last && last.call.length < entriesPerCall && last.bytes + bytes <= bytesPerCall) {
      last.call.push(envelope);
      last.bytes += bytes;
    } else all.push({ bytes, call: [envelope] });
  }
  return all.map(({ call }) => call);
};
