import {
  aggregate,
  command,
  event,
  id,
  newId,
  type Platform,
  personal,
  publisher,
  type RecordedEvent,
  z,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { plainJson } from '@waybill/kernel/plain-json';
import type { PublishedEvent } from '@waybill/kernel/platform';
import { describe, expect, onTestFinished, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from './stream-events.ts';

/** Revision 1 was `{ name, stops: [{ who }] }`; the upcaster renames both and keeps the old names. */
const ParcelSent = event(
  'ParcelSent',
  {
    recipient: personal(z.string()),
    weight: z.number().optional(),
    stops: z.array(z.object({ place: z.string() })).optional(),
  },
  (old) => {
    if (old.name === 'unreadable') throw new Error('cannot be lifted');
    return {
      ...old,
      recipient: old.name,
      stops: old.stops?.map((stop: any) => ({ ...stop, place: stop.at })),
    };
  },
);
const ParcelLabelled = event('ParcelLabelled', { label: z.string() });
const parcel = aggregate('post', 'parcel')
  .begin(ParcelSent, () => ({}))
  .on(ParcelLabelled, (state) => state);
const label = command({
  summary: 'Labels a parcel',
  role: 'agent',
  input: z.strictObject({ parcelId: id(), label: z.string() }),
  on: parcel,
  decide: (_, { label }) => ParcelLabelled({ label }),
});
const contexts = { post: { label } };

let parcels = 0;
const recorded = (type: string, data: object, revision = 1): RecordedEvent => {
  const stream = { context: 'post', org: 'acme', aggregate: 'parcel', id: newId(`parcel ${++parcels}`) };
  return recordedEvent({ type, revision, data }, stream, 1, { correlationId: 'the-thread' });
};
const labelled = (label = 'A') => recorded('ParcelLabelled', { label });
const publish = (platform: Platform, ...events: readonly RecordedEvent[]) =>
  publisher(contexts).with(platform)(streamBatch(events));

/** Publishes an event between two valid ones, and returns the outcome. */
const amongOthers = async (bad: RecordedEvent, spoil: (record: any) => void = () => {}) => {
  const lines: any[] = [];
  onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
  const platform = memory();
  const batch = streamBatch([labelled(), bad, labelled()]);
  spoil(batch.Records[1]);
  const { batchItemFailures } = await publisher(contexts).with(platform)(batch);
  expect(batchItemFailures).toEqual([]);
  expect(platform.published.map(({ type }) => type)).toEqual(['ParcelLabelled', 'ParcelLabelled']);
  const [{ queue, message } = { queue: '', message: {} }, ...more] = platform.sent;
  expect([queue, message.reader, more]).toEqual(['parked', 'publisher', []]);
  expect(message.keys.pk.S).toBe(`post#acme#parcel#${bad.stream.id}`);
  const line = lines.find((line) => line.message === 'parked');
  expect(line).toMatchObject({ level: 'error', stream: message.keys.pk.S, correlation: 'the-thread' });
  expect(line.reason).toBe(message.reason);
  expect(JSON.stringify([lines, message])).not.toContain('Jo Doe');
  return message.reason;
};

describe('an event of an older revision', () => {
  const old = recorded('ParcelSent', { name: 'Jo Doe', weight: 3, stops: [{ at: 'Linz', who: 'Jo Doe' }] });

  test('is published in the current revision, without a personal field that had another name', async () => {
    const platform = memory();
    await publish(platform, old);
    expect(platform.published).toMatchObject([{ type: 'ParcelSent', revision: 2 }]);
    expect(platform.published[0]!.data).toEqual({ weight: 3, stops: [{ place: 'Linz' }] });
    expect(JSON.stringify(platform.published)).not.toContain('Jo Doe');
  });

  test('has the same published shape as one of the current revision', async () => {
    const platform = memory();
    const now = ParcelSent({ recipient: 'Jo Doe', weight: 3, stops: [{ place: 'Linz' }] });
    await publish(platform, old, { ...old, ...now });
    expect(platform.published[0]).toEqual(platform.published[1]);
  });
});

describe('an event is parked with the name of its stream, while others are published, when', () => {
  test('no aggregate declares its type', async () => {
    expect(await amongOthers(recorded('ParcelBurnt', { name: 'Jo Doe' }))).toBe('unknown-type');
  });

  test.each([0, 3, Number.NaN])('its revision is unknown: %s', async (revision) => {
    expect(await amongOthers(recorded('ParcelSent', { addressee: 'Jo Doe' }, revision))).toBe('unknown-revision');
  });

  test('its upcaster fails', async () => {
    expect(await amongOthers(recorded('ParcelSent', { name: 'unreadable' }))).toBe('not-upcast');
  });

  test('it does not match its schema', async () => {
    expect(await amongOthers(recorded('ParcelLabelled', { label: { name: 'Jo Doe' } }))).toBe('not-as-declared');
  });

  test('its record is malformed', async () => {
    const reason = await amongOthers(labelled(), ({ dynamodb }) => {
      dynamodb.NewImage.data.S = '{"label": "Jo Doe';
    });
    expect(reason).toBe('UnreadableEvent');
  });

  test('it is larger than the bus accepts, by the definition of the bus', async () => {
    const data = { label: '🚚'.repeat(22_000) };
    expect(JSON.stringify(data).length).toBeLessThan(256 * 1024);
    expect(await amongOthers(recorded('ParcelLabelled', data))).toBe('too-large');
  });
});

test('an event that cannot be parked is retried, and no other is', async () => {
  const bad = recorded('ParcelBurnt', {});
  const platform = { ...memory(), queue: { send: () => Promise.reject(new Error('no queue')) } };
  expect(await publish(platform, labelled(), bad, labelled())).toEqual({
    batchItemFailures: [{ itemIdentifier: `${bad.stream.id}-1` }],
  });
  expect(platform.published).toHaveLength(2);
});

test('no call to the bus exceeds its limit', async () => {
  const sizes: number[] = [];
  const publishing = async (envelopes: readonly PublishedEvent[]) => {
    sizes.push(envelopes.reduce((sum, envelope) => sum + Buffer.byteLength(plainJson(envelope)), 0));
    return [];
  };
  await publish(
    { ...memory(), bus: { publish: publishing } },
    ...Array.from({ length: 30 }, () => labelled('🚚'.repeat(3_000))),
  );
  expect(sizes.length).toBeGreaterThan(3);
  expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
});

test('events of a failed call are retried, and those of other calls are not', async () => {
  const events = Array.from({ length: 15 }, () => labelled());
  const taken: PublishedEvent[] = [];
  const bus = {
    publish: async (envelopes: readonly PublishedEvent[]) => {
      if (envelopes.some(({ aggregateId }) => aggregateId === events[0]!.stream.id)) throw new Error('not this one');
      taken.push(...envelopes);
      return [];
    },
  };
  const { batchItemFailures } = await publish({ ...memory(), bus }, ...events);
  expect(batchItemFailures).toHaveLength(10);
  expect(taken).toHaveLength(5);
});

test.each([
  ['in the rest of a tuple', z.tuple([z.string()], personal(z.string())), true],
  ['behind a lazy schema', z.lazy(() => z.object({ name: personal(z.string()) })), true],
  ['as a key of a record', z.record(personal(z.string()), z.number()), true],
  ['as a value of a record', z.record(z.string(), personal(z.string())), true],
  ['in one of several shapes', z.union([z.string(), z.object({ name: personal(z.string()) })]), true],
  ['before a check', personal(z.string()).refine((name) => name.length > 1), true],
  ['nowhere', z.tuple([z.string()], z.number()), false],
])('a mark is found %s', (_, field, found) => {
  expect(event('Marked', { field }).personal).toEqual(found ? ['field'] : []);
});

test.each([
  ['marked', personal(z.string()), ['field']],
  ['unmarked', z.string(), []],
])('a schema that contains itself can be searched for marks: %s', (_, name, found) => {
  const node: z.ZodType = z.object({ name, children: z.array(z.lazy(() => node)) });
  expect(event('Nested', { field: node }).personal).toEqual(found);
});
