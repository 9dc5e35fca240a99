import { EventBridgeClient, type PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { event, newId, type Platform, personal, projector, publisher, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { UnreadableEvent } from '@waybill/kernel/messaging/unreadable-event';
import type { PublishedEvent } from '@waybill/kernel/platform';
import { eventBridge } from '@waybill/kernel/storage/aws/services/bus';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { buyVan, paintVan, VanBought, VanPainted, vans } from '../support/garage.ts';
import { readBack, streamBatch } from './stream-events.ts';

const vanId = newId('van');
const history = (facts: readonly Event[], id = vanId): RecordedEvent[] =>
  facts.map((fact, i) => recordedEvent(fact, { context: 'garage', org: 'acme', aggregate: 'van', id }, i + 1));
const contexts = { garage: { buyVan, paintVan } } as any;
const publish = (platform: Platform, events: readonly RecordedEvent[]) =>
  publisher(contexts).with(platform)(streamBatch(events));
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => history([VanPainted({ colour: `${i}` })], newId(`${i}`))[0]!);

/** A bus that refuses events for a while. */
const fussy = (refuses: (envelope: PublishedEvent, tries: number) => boolean) => {
  const taken: PublishedEvent[] = [];
  const calls: number[] = [];
  const tries = new Map<string, number>();
  const bus = {
    publish: async (envelopes: readonly PublishedEvent[]) => {
      calls.push(envelopes.length);
      const left = envelopes.filter((it) => {
        tries.set(it.id, (tries.get(it.id) ?? 0) + 1);
        return refuses(it, tries.get(it.id)!);
      });
      taken.push(...envelopes.filter((it) => !left.includes(it)));
      return left;
    },
  };
  return { platform: { ...memory(), bus }, taken, calls };
};

describe('a published event', () => {
  test('has an envelope and no personal data', async () => {
    const platform = memory();
    await publish(platform, history([VanBought({ plate: 'AB 1', owner: 'Jo Doe' })]));
    expect(platform.published).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        type: 'VanBought',
        revision: 1,
        org: 'acme',
        context: 'garage',
        aggregate: 'van',
        aggregateId: vanId,
        version: 1,
        at: '2026-05-04T08:00:00.000Z',
        by: 'a-user',
        correlationId: 'test',
        causationId: 'request',
        commandId: 'command 1',
        data: { plate: 'AB 1' },
      },
    ]);
  });

  test('has the same id however often it is published, and no other has it', async () => {
    const platform = memory();
    const story = history([VanPainted({ colour: 'red' }), VanPainted({ colour: 'red' })]);
    await publish(platform, story);
    await publish(platform, story);
    const ids = platform.published.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(ids.slice(2));
    expect(new Set(ids).size).toBe(2);
  });

  test('is read from the stream as it was recorded', () => {
    const [it] = history([VanBought({ plate: '🚚 "AB" 1' })]);
    expect(readBack(it!)).toEqual(it);
  });
});

test.each([
  ['marked', personal(z.string())],
  ['marked and optional', personal(z.string()).optional()],
  ['optional and marked', personal(z.string().optional())],
  ['marked and clearable', personal(z.string()).nullable()],
  ['marked, with a default', personal(z.string()).default('nobody')],
  ['marked inside a list', z.array(personal(z.string()))],
  ['marked inside an object', z.object({ name: personal(z.string()), size: z.number() })],
  ['marked deep inside', z.object({ people: z.array(z.object({ name: personal(z.string()) })).optional() })],
])('a field is personal when it is %s', (_, field) => {
  expect(event('Told', { plain: z.string(), field }).personal).toEqual(['field']);
});

describe('an event that the bus refuses', () => {
  test('is retried, entry by entry, until none is left', async () => {
    const events = many(35);
    const { platform, taken, calls } = fussy((it, tries) => Number(it.data.colour) % 4 === 0 && tries < 4);
    expect(await publish(platform, events)).toEqual({ batchItemFailures: [] });
    expect(taken).toHaveLength(35);
    expect(new Set(taken.map(({ aggregateId }) => aggregateId)).size).toBe(35);
    expect(Math.max(...calls)).toBeLessThanOrEqual(10);
  });

  test('permanently is returned to the stream, and no other is', async () => {
    const events = many(25);
    const { platform, taken } = fussy((it) => it.data.colour === '7' || it.data.colour === '21');
    const { batchItemFailures } = await publish(platform, events);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(
      [events[7]!, events[21]!].map(({ stream }) => `${stream.id}-1`).toSorted(),
    );
    expect(taken).toHaveLength(23);
  });

  test('is distinguished from accepted ones, entry by entry', async () => {
    const sent: any[] = [];
    const client = new EventBridgeClient({ region: 'eu-west-1' });
    client.send = (async (command: PutEventsCommand) => {
      sent.push(...(command.input.Entries ?? []));
      return { FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure' }, { EventId: '3' }] };
    }) as any;
    const platform = memory();
    await publish(platform, many(3));
    const left = await eventBridge(client, 'waybill-test').publish(platform.published);
    expect(left).toEqual([platform.published[1]]);
    expect(sent[0]).toMatchObject({
      EventBusName: 'waybill-test',
      Source: 'waybill.garage',
      DetailType: 'VanPainted',
      Detail: JSON.stringify(platform.published[0]),
    });
  });

  test('with an error is retried by the stream', async () => {
    const platform = { ...memory(), bus: { publish: async () => Promise.reject(new Error('no bus')) } };
    await expect(publish(platform, many(1))).rejects.toThrow('no bus');
  });
});

describe('a record that is not an event', () => {
  const readers = {
    projector: (platform: Platform) => projector({ garage: { vans } } as any).with(platform),
    publisher: (platform: Platform) => publisher(contexts).with(platform),
  };
  const key = (version: number) => ({ pk: { S: `garage#acme#van#${vanId}` }, sk: { S: `e#000000000${version}` } });
  const bad: [string, object][] = [
    ['has truncated data', { data: { S: '{"colour":' } }],
    ['has data that is not an object', { data: { S: '7' } }],
    ['has no data', { data: undefined }],
    ['has no type', { type: undefined }],
    ['has only its key', { data: undefined, type: undefined, rev: undefined, at: undefined, by: undefined }],
  ];
  const batch = (change: object) => {
    const { Records } = streamBatch(many(3));
    const [first, , third] = Records;
    const image = { ...streamBatch(history([VanPainted({ colour: 'red' })])).Records[0].dynamodb.NewImage, ...change };
    return {
      Records: [
        first,
        { eventName: 'INSERT', dynamodb: { SequenceNumber: 'bad', Keys: key(1), NewImage: image } },
        third,
      ],
    };
  };

  describe.each(Object.entries(readers))('is parked at once by the %s, and does not block others', (reader, open) => {
    test.each(bad)('when it %s', async (_, change) => {
      const platform = memory();
      expect(await open(platform)(batch(change) as any)).toEqual({ batchItemFailures: [] });
      expect(platform.sent).toEqual([
        { queue: 'parked', message: { reader, keys: key(1), reason: 'UnreadableEvent', at: expect.any(String) } },
      ]);
      if (reader === 'publisher')
        expect(platform.published.map(({ data }) => data)).toEqual([{ colour: '0' }, { colour: '2' }]);
    });
  });

  test('is retried when it cannot be parked', async () => {
    const platform = { ...memory(), queue: { send: async () => Promise.reject(new Error('no queue')) } };
    await expect(readers.projector(platform)(batch({ data: undefined }) as any)).rejects.toThrow('no queue');
  });

  test('in the stream of a row parks that row, and no other', async () => {
    const platform = memory();
    const good = history([VanBought({ plate: 'AB 1' })], newId('good'));
    const story = history([
      VanBought({ plate: 'CD 2' }),
      VanPainted({ colour: 'red' }),
      VanPainted({ colour: 'blue' }),
    ]);
    platform.given([...good, ...story]);
    const { events } = platform;
    const damaged = {
      ...platform,
      events: {
        ...events,
        read: async (stream: any, range: any) => {
          if (stream.id === vanId) throw new UnreadableEvent(stream, 2, new SyntaxError());
          return events.read(stream, range);
        },
      },
    };
    // The second event is not in the batch, so the stream is read for it.
    await readers.projector(damaged)(streamBatch([...good, story[0]!, story[2]!]));
    expect(platform.sent).toMatchObject([{ message: { projection: 'vans', version: 3, reason: 'UnreadableEvent' } }]);
    const view = { context: 'garage', org: 'acme', name: 'vans' };
    expect((await platform.views.get(view, newId('good')))?.checkpoint).toBe(1);
  });
});
