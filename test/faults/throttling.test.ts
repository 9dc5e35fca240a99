import {
  type DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { newId } from '@waybill/kernel';
import { awsPlatform } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTable, dynamoClient } from '#scripts/local/index';
import { ask } from '../kernel/support/asking.ts';
import { buyVan, getVan, paintVan } from '../kernel/support/garage.ts';
import { ownDatabase } from '../support/runtime/own-database.ts';

let endpoint: string;
beforeAll(async () => {
  ({ endpoint } = await ownDatabase());
});

const $metadata = {};
const message = 'no';
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ $metadata, message, CancellationReasons: codes.map((Code) => ({ Code })) });
const throttled = () => new ProvisionedThroughputExceededException({ $metadata, message });

/** A table whose connection fails this many times for every attempt of that command. */
const garage = async () => {
  const client: DynamoDBClient = dynamoClient(endpoint);
  const table = `waybill-${newId()}`;
  await createTable(client, table);
  const fault = { command: '', times: 0, attempts: 0, error: (): Error => new Error() };
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName !== fault.command) return next(args);
        fault.attempts += 1;
        if (fault.attempts <= fault.times) throw fault.error();
        return next(args);
      },
    // Below the retries of the SDK.
    { step: 'finalizeRequest', priority: 'low' },
  );
  const { bus, queue, parameters } = memory();
  const platform = awsPlatform({ dynamo: client, table, stage: 'test', bus, queue, parameters });
  const vanId = (await ask(platform, buyVan, { body: { plate: 'AB 1' } })).body.vanId as string;
  const fails = (command: string, times: number, error: () => Error) =>
    Object.assign(fault, { command, times, error, attempts: 0 });
  const buy = (key: string = newId()) => ask(platform, buyVan, { body: { plate: 'CD 2' }, key });
  const paint = (key: string = newId()) => ask(platform, paintVan, { path: { vanId }, body: { colour: 'red' }, key });
  const versions = async () => (await ask(platform, getVan, { path: { vanId } })).body.version;
  return { fault, fails, buy, paint, versions, vanId, platform };
};

// Each test has a table of its own, and mostly waits for retries: they run at the same time.
const transient = [
  ['a throttled transaction', 'TransactWriteItemsCommand', () => cancelled('None', 'ThrottlingError')],
  ['a transaction that meets another', 'TransactWriteItemsCommand', () => cancelled('TransactionConflict', 'None')],
] as const;

describe.concurrent.each(transient)('%s', (_, command, error) => {
  test('is retried without an effect on the client', async () => {
    const { fault, fails, buy } = await garage();
    fails(command, 4, error);
    expect(await buy()).toMatchObject({ status: 201, body: { version: 1 } });
    expect(fault.attempts).toBe(5);
  });
});

test.concurrent.each([
  [...transient[0], 'overloaded'],
  [...transient[1], 'busy-try-again'],
] as const)('%s every time is answered with when to come back, and then works once', async (...args) => {
  const [, command, error, code] = args;
  const { fault, fails, buy } = await garage();
  fails(command, 1_000, error);
  const first = await buy('the-key');
  expect(first).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code } });
  expect(first.headers['content-type']).toBe('application/problem+json');
  expect(fault.attempts).toBe(5);
  fails('', 0, error);
  const second = await buy('the-key');
  expect(second).toMatchObject({ status: 201, body: { version: 1 } });
  expect(await buy('the-key')).toMatchObject({ status: 201, body: second.body });
});

describe.concurrent.each([
  ['a read', 'QueryCommand'],
  ['a write', 'PutItemCommand'],
])('%s that is throttled', (_, command) => {
  test('is retried without an effect on the client', async () => {
    const { fault, fails, paint, versions } = await garage();
    fails(command, 2, throttled);
    expect(await paint()).toMatchObject({ status: 200, body: { version: 2 } });
    expect(fault.attempts).toBeGreaterThanOrEqual(3);
    fails('', 0, throttled);
    expect(await versions()).toBe(2);
  });

  test('at every attempt is answered with Retry-After, and nothing is written', async () => {
    const { fault, fails, paint, versions } = await garage();
    fails(command, 1_000, throttled);
    expect(await paint('the-key')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'overloaded' },
    });
    // The SDK has retried already; further retries would add load.
    expect(fault.attempts).toBeLessThanOrEqual(4);
    fails('', 0, throttled);
    expect(await versions()).toBe(1);
    expect(await paint('the-key')).toMatchObject({ status: 200, body: { version: 2 } });
  });
});

test.concurrent('a single write that conflicts with a transaction at every attempt is answered with Retry-After', async () => {
  const { fails, paint } = await garage();
  fails('PutItemCommand', 1_000, () => new TransactionConflictException({ $metadata, message }));
  expect(await paint()).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { code: 'busy-try-again' },
  });
});
