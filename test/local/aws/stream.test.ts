import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dynamo, dynamoClient } from '#scripts/local/dynamo/dynamo';
import { createTable } from '#scripts/local/dynamo/table';
import { readStream } from '#scripts/local/stream/stream';
import { ownDatabase } from '../../support/runtime/own-database.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { released } from '../support/released.ts';
import { until } from '../support/until.ts';

const table = 'waybill-test';
let dynamo: Dynamo;
let client: ReturnType<typeof dynamoClient>;
let count = 0;

beforeAll(async () => {
  dynamo = await ownDatabase();
  client = dynamoClient(dynamo.endpoint);
  await createTable(client, table);
});
afterAll(() => client.destroy());

const put = (pk: string, sk: string) =>
  client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: pk }, sk: { S: sk } } }));

/** Writes this many events and returns their keys. */
const write = async (events: number): Promise<string[]> => {
  const keys = Array.from({ length: events }, () => `e#${String(++count).padStart(10, '0')}`);
  for (const key of keys) await put('stream', key);
  return keys;
};

const keysOf = ({ Records }: DynamoDBStreamEvent) => Records.map(({ dynamodb }) => dynamodb!.Keys!.sk!.S!);

/** A reader that records what it received, and fails on the given keys. */
const listener = (fails: (key: string) => boolean = () => false) => {
  const received: string[] = [];
  const handler = async (event: DynamoDBStreamEvent) => {
    for (const record of event.Records) {
      const key = record.dynamodb!.Keys!.sk!.S!;
      if (fails(key)) return { batchItemFailures: [{ itemIdentifier: record.dynamodb!.SequenceNumber! }] };
      received.push(key);
    }
    return { batchItemFailures: [] };
  };
  return { received, handler };
};

type Handlers = Parameters<typeof readStream>[0]['readers'];
const read = (readers: Handlers, more: Partial<Parameters<typeof readStream>[0]> = {}) =>
  released(readStream({ client, endpoint: dynamo.endpoint, table, readers, onGiveUp: () => {}, ...more }));

test('both readers receive every event once, in order, and nothing else', async () => {
  const [one, two] = [listener(), listener()];
  const stream = await read({ one: one.handler, two: two.handler }, { batchSize: 7 });
  const keys = await write(50);
  await put('stream', keys[0]!);
  await put('view', 'row');
  await stream.drained();
  await stream.stop();
  expect(one.received).toEqual(keys);
  expect(two.received).toEqual(keys);
});

test('a failing record is retried until it succeeds, and blocks only its own reader', async () => {
  let failures = 3;
  const bad = listener((key) => key.endsWith('3') && failures-- > 0);
  const good = listener();
  const stream = await read({ bad: bad.handler, good: good.handler });
  await stream.drained();
  expect(bad.received).toEqual(good.received);
  expect(failures).toBeLessThan(0);
  await stream.stop();
});

test('a handler that throws is retried; after ten failures a record is given up and the others continue', async () => {
  const hopeless = `e#${String(count + 2).padStart(10, '0')}`;
  const received: string[] = [];
  const given: string[] = [];
  const handler = async (event: DynamoDBStreamEvent) => {
    if (keysOf(event).includes(hopeless)) throw new Error('hopeless');
    received.push(...keysOf(event));
    return { batchItemFailures: [] };
  };
  const onGiveUp = ({ dynamodb }: DynamoDBStreamEvent['Records'][number]) => {
    given.push(dynamodb!.Keys!.sk!.S!);
  };
  const stream = await read({ handler }, { onGiveUp, backoffMs: () => 1 });
  const keys = await write(4);
  await stream.drained();
  await stream.stop();
  expect(given).toEqual([hopeless]);
  expect(received.filter((key) => keys.includes(key))).toEqual(keys.filter((key) => key !== hopeless));
});

test('after a restart each reader resumes at its position', async () => {
  const data = temporaryDirectory();
  const before = [listener(), listener()];
  const first = await read({ one: before[0]!.handler, two: before[1]!.handler }, { data });
  await write(5);
  await first.drained();
  await first.stop();
  const ahead = listener();
  const onlyOne = await read({ one: ahead.handler }, { data });
  const more = await write(5);
  await onlyOne.drained();
  await onlyOne.stop();
  expect(ahead.received).toEqual(more);

  const [one, two] = [listener(), listener()];
  const again = await read({ one: one.handler, two: two.handler }, { data });
  const last = await write(3);
  await again.drained();
  await again.stop();
  expect(one.received).toEqual(last);
  expect(two.received).toEqual([...more, ...last]);
});

test('a checkpoint of another stream is ignored', async () => {
  const data = temporaryDirectory();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${data}/stream-one.json`, JSON.stringify({ shard: 'shardId-0000-gone', sequence: '7' }));
  const one = listener();
  const stream = await read({ one: one.handler }, { data });
  await stream.drained();
  await stream.stop();
  expect(one.received).toHaveLength(count);
});

test('stopping waits for the current batch', async () => {
  let finish = () => {};
  let began = false;
  let finished = false;
  const handler = async () => {
    began = true;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    finished = true;
    return { batchItemFailures: [] };
  };
  const stream = await read({ handler });
  await until(() => began);
  const stopped = stream.stop();
  finish();
  await stopped;
  expect(finished).toBe(true);
});
