import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { memory } from '@waybill/kernel/memory';
import type { Bus, PublishedEvent } from '@waybill/kernel/platform';
import { eventBridge } from '@waybill/kernel/storage/aws/services/bus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localBus } from '#scripts/local/bus/rules';
import { clientOf, clientOfNobody, type Refusal, refusal, standIn } from '../storage/amazon.ts';

interface World {
  readonly bus: Bus;
  /** The events published so far. */
  readonly received: () => PublishedEvent[];
}

const painted = (version: number, data: Record<string, unknown> = { colour: 'red' }): PublishedEvent => ({
  id: `painted-${version}`,
  type: 'VanPainted',
  revision: 1,
  org: 'acme',
  context: 'garage',
  aggregate: 'van',
  aggregateId: 'van-1',
  version,
  at: '2026-05-04T12:00:00.250Z',
  by: 'ada',
  correlationId: 'test',
  causationId: 'request',
  commandId: `command ${version}`,
  data,
});
const many = (count: number) => Array.from({ length: count }, (_, i) => painted(i + 1));

const inMemory = (): World => {
  const { bus, published } = memory();
  return { bus, received: () => published };
};

const everything = { queue: 'all', pattern: { source: [{ prefix: 'waybill.' }] } };

const onThisMachine = (): World => {
  const messages: string[] = [];
  const send = async (_: string, event: object) => void messages.push(JSON.stringify(event));
  return {
    bus: localBus({ rules: [everything], send }),
    received: () => messages.map((message) => JSON.parse(message).detail),
  };
};

interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: number;
}
type Judge = (envelope: PublishedEvent) => string | undefined;

/** One fake service for the file: PutEvents, which accepts one to ten entries and judges each by itself. */
const eventBridgeWorlds = () => {
  let taken: Entry[] = [];
  let errorCode: Judge = () => undefined;
  let no: Refusal | undefined;
  const judged = (entry: Entry) => {
    const ErrorCode = errorCode(JSON.parse(entry.Detail));
    if (ErrorCode) return { ErrorCode, ErrorMessage: `no: ${ErrorCode}` };
    return { EventId: `event-${taken.push(entry)}` };
  };
  const putEvents = ({ Entries: entries }: { Entries: Entry[] }) => {
    if (no) return no;
    if (entries.length < 1 || entries.length > 10) return refusal(400, 'ValidationException');
    const Entries = entries.map(judged);
    return { FailedEntryCount: Entries.filter((it) => 'ErrorCode' in it).length, Entries };
  };

  let service: Awaited<ReturnType<typeof standIn>>;
  let client: EventBridgeClient;
  beforeAll(async () => {
    service = await standIn({ 'AWSEvents.PutEvents': putEvents });
    client = new EventBridgeClient(clientOf(service.endpoint));
  });
  afterAll(async () => {
    client?.destroy();
    await service?.stop();
  });

  const open = (judge: Judge = () => undefined) => {
    taken = [];
    errorCode = judge;
    no = undefined;
    const received = () => taken.map(({ Detail }): PublishedEvent => JSON.parse(Detail));
    return { bus: eventBridge(client, 'waybill-test'), received, taken: () => taken };
  };
  const refusing = (refusal: Refusal) => {
    const { bus } = open();
    no = refusal;
    return bus;
  };
  return { open, refusing };
};

const promises = (open: () => World) => {
  test('an event arrives complete', async () => {
    const { bus, received } = open();
    const event = painted(1, {
      name: '🚚 Zürich → 東京 𠮷 \u{10FFFF} "quoted" \\ \n \u0000 \uFFFF \uD83D',
      deep: { list: [1, -0.5, null, true, [], {}, [{ deeper: '' }]] },
    });
    expect(await bus.publish([event])).toEqual([]);
    expect(received()).toStrictEqual([event]);
  });

  test('an event arrives as JSON', async () => {
    const { bus, received } = open();
    await bus.publish([painted(1, { on: new Date('2026-05-04T12:00:00.000Z'), gone: undefined })]);
    expect(received()).toStrictEqual([painted(1, { on: '2026-05-04T12:00:00.000Z' })]);
  });

  test('an event arrives as it was when it was published', async () => {
    const { bus, received } = open();
    const coats = ['red'];
    await bus.publish([painted(1, { coats })]);
    coats.push('blue');
    expect(received()).toEqual([painted(1, { coats: ['red'] })]);
  });

  test('events arrive in their order, and no accepted one is returned', async () => {
    const { bus, received } = open();
    expect(await bus.publish(many(10))).toEqual([]);
    expect(await bus.publish([painted(11), painted(12)])).toEqual([]);
    expect(received()).toEqual(many(12));
  });

  test('what is published twice arrives twice, under the same id', async () => {
    const { bus, received } = open();
    await bus.publish([painted(1)]);
    await bus.publish([painted(1)]);
    expect(received()).toEqual([painted(1), painted(1)]);
  });

  test('publishing no events has no effect', async () => {
    const { bus, received } = open();
    expect(await bus.publish([])).toEqual([]);
    expect(received()).toEqual([]);
  });

  test('an event that is not JSON is an error', async () => {
    const { bus, received } = open();
    await expect(bus.publish([painted(1, { count: 1n })])).rejects.toThrow(TypeError);
    expect(received()).toEqual([]);
  });
};

describe('in memory', () => promises(inMemory));

describe('in the local runtime', () => {
  promises(onThisMachine);

  test('a queue that fails is an error', async () => {
    const bus = localBus({ rules: [everything], send: async () => Promise.reject(new Error('no queue')) });
    await expect(bus.publish([painted(1)])).rejects.toThrow('no queue');
  });
});

describe('on EventBridge', () => {
  const { open, refusing } = eventBridgeWorlds();
  promises(open);

  test('an event has its context as source, its type and its time', async () => {
    const { bus, taken } = open();
    await bus.publish([painted(1)]);
    expect(taken()).toEqual([
      {
        EventBusName: 'waybill-test',
        Source: 'waybill.garage',
        DetailType: 'VanPainted',
        Time: Date.parse('2026-05-04T12:00:00.250Z') / 1000,
        Detail: JSON.stringify(painted(1)),
      },
    ]);
  });

  test('only refused events are returned, unchanged and in their order', async () => {
    const codes = new Map([
      [2, 'ThrottlingException'],
      [3, 'InternalFailure'],
      [10, 'InternalFailure'],
    ]);
    const { bus, received } = open(({ version }) => codes.get(version));
    const events = many(10);
    const left = await bus.publish(events);
    expect(left.map((it) => events.indexOf(it))).toEqual([1, 2, 9]);
    expect(received().map(({ version }) => version)).toEqual([1, 4, 5, 6, 7, 8, 9]);
  });

  test('of two equal events, the refused one is returned', async () => {
    let nth = 0;
    const { bus } = open(() => (++nth === 2 ? 'InternalFailure' : undefined));
    const twins = [painted(1), painted(1)];
    const left = await bus.publish(twins);
    expect(left).toHaveLength(1);
    expect(left[0]).toBe(twins[1]);
  });

  test('all are returned when all were refused', async () => {
    const { bus, received } = open(() => 'InternalFailure');
    expect(await bus.publish(many(10))).toEqual(many(10));
    expect(received()).toEqual([]);
  });

  test('a refused event may be published again', async () => {
    let busy = true;
    const { bus, received } = open(({ version }) => (busy && version > 1 ? 'ThrottlingException' : undefined));
    const left = await bus.publish(many(3));
    busy = false;
    expect(await bus.publish(left)).toEqual([]);
    expect(received()).toEqual(many(3));
  });

  test.each([
    [400, 'AccessDeniedException'],
    [400, 'ThrottlingException'],
    [500, 'InternalException'],
  ])('a response %i %s is an error', async (status, name) => {
    await expect(refusing(refusal(status, name)).publish(many(2))).rejects.toMatchObject({ name });
  });

  test('an EventBridge that does not respond is an error', async () => {
    const bus = eventBridge(new EventBridgeClient(await clientOfNobody()), 'waybill-test');
    await expect(bus.publish([painted(1)])).rejects.toThrow('ECONNREFUSED');
  });
});
