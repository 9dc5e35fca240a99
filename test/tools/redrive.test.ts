import { SQSClient } from '@aws-sdk/client-sqs';
import { projector, rebuild } from '@waybill/kernel';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { localQueues, type Queues } from '#scripts/local/index';
import { opened, retry, sqsMailbox, verify } from '#scripts/tools/index';
import { streamBatch } from '../kernel/messaging/stream-events.ts';
import { until } from '../local/support/until.ts';
import { boats, boatView, build, contexts, idOf, moor, project, streamOf, type TestWorld, tables } from './world.ts';

const open = tables();

let queues: Queues;
let client: SQSClient;
beforeAll(async () => {
  queues = localQueues();
  client = new SQSClient({
    endpoint: await queues.endpoint(),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    useQueueUrlAsEndpoint: false,
  });
});
afterAll(async () => {
  client.destroy();
  await queues.stop();
});

const lettersOf = async (stage: string) => {
  const all = [];
  for await (const letter of sqsMailbox(client, `waybill-${stage}-`).letters()) all.push(opened(letter));
  return all;
};

/** The projection with a bug: it fails on a boat that is moored. */
const withBug = {
  harbour: {
    ...contexts.harbour,
    boats: {
      ...boats,
      fold: (row: any, events: any) => {
        const folded = boats.fold(row, events);
        if (folded?.moored) throw new TypeError('bug');
        return folded;
      },
    },
  },
};

/** Two boats, projected by a projector with a bug: what it parks goes to the queue of the stage. */
const badDay = async (stage: string) => {
  const world = await open();
  const platform = {
    ...world.platform,
    queue: { send: (name: string, message: object) => queues.send(`waybill-${stage}-${name}`, message) },
  };
  await build(world, 'Ada');
  await build(world, 'Bea');
  await moor(world, 'Ada', 'north');
  for (const name of ['Ada', 'Bea'])
    await projector(withBug as any).with(platform)(streamBatch(await world.platform.events.read(streamOf(name))));
  return world;
};

const moored = async ({ platform }: TestWorld, name: string) =>
  ((await platform.views.get(boatView, idOf(name)))?.data as any)?.moored;
const differences = async (world: TestWorld) =>
  (await verify(world, contexts as any, { patienceMs: 0 })).differences.map(({ what, wrong }) => `${what} ${wrong}`);

describe('A projector bug', () => {
  test('parks the row without blocking others; after the fix, redrive projects it', async () => {
    const world = await badDay('one');
    expect([await moored(world, 'Ada'), await moored(world, 'Bea')]).toEqual([undefined, false]);
    expect(await differences(world)).toEqual(['row is missing']);

    const [parked, ...more] = await lettersOf('one');
    expect(more).toEqual([]);
    expect(parked?.about).toBe(`boats harbour#acme#boat#${idOf('Ada')}@2 TypeError`);
    await expect(retry(world.platform, withBug as any, parked!)).rejects.toThrow('bug');
    expect(queues.depth('waybill-one-parked')).toBe(1);

    expect(await retry(world.platform, contexts as any, parked!)).toBe('projected again up to version 2');
    expect(await moored(world, 'Ada')).toBe(true);
    expect(queues.depth('waybill-one-parked')).toBe(0);
    expect(await differences(world)).toEqual([]);
  });

  test('is also repaired by a rebuild; projecting the parked row after it changes nothing', async () => {
    const world = await badDay('two');
    await rebuild(world.platform, boats);
    expect(await moored(world, 'Ada')).toBe(true);
    for (const it of await lettersOf('two')) await retry(world.platform, contexts as any, it);
    expect(await world.platform.views.counters(boatView)).toEqual([
      { bucket: 'all', counts: { total: 2, moored: 1, 'at sea': 1 } },
    ]);
    expect(await differences(world)).toEqual([]);
  });
});

test('A row that was parked repeatedly is projected once', async () => {
  const world = await badDay('three');
  await queues.send('waybill-three-parked', { ...queues.peek('waybill-three-parked')[0], version: 1 });
  const letters = await lettersOf('three');
  for (const it of letters) await retry(world.platform, contexts as any, it);
  expect(letters).toHaveLength(2);
  expect(await differences(world)).toEqual([]);
});

test('A dead letter goes back to its source queue, and is handled there', async () => {
  const world = await open();
  const received: string[] = [];
  let broken = true;
  await queues.consume({
    'waybill-four-harbour-greet': async ({ Records }) => {
      if (broken) throw new Error('bug');
      received.push(...Records.map(({ body }) => JSON.parse(body).detail.aggregateId));
      return { batchItemFailures: [] };
    },
  });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
  await queues.send('waybill-four-harbour-greet', { 'detail-type': 'BoatBuilt', detail: { aggregateId: 'Ada' } });
  await until(() => queues.depth('waybill-four-harbour-greet-dead') > 0);

  const [dead] = await lettersOf('four');
  expect(dead?.about).toBe('harbour-greet BoatBuilt Ada');
  broken = false;
  expect(await retry(world.platform, contexts as any, dead!)).toBe('sent back to harbour-greet');
  await until(() => received.length > 0);
  expect(received).toEqual(['Ada']);
  expect(queues.depth('waybill-four-harbour-greet-dead')).toBe(0);
});

test('A letter that cannot be retried stays', async () => {
  const world = await open();
  await queues.send('waybill-five-parked', { hello: 'there' });
  const [letter] = await lettersOf('five');
  await expect(retry(world.platform, contexts as any, letter!)).rejects.toThrow('verify');
  expect(queues.depth('waybill-five-parked')).toBe(1);
  await project(world);
});
