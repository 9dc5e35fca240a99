import type { DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AmazonJson } from '#scripts/local/bus/amazon-json';
import { pollQueue } from '#scripts/local/bus/queue-poller';
import type { StreamApi } from '#scripts/local/stream/stream-api';
import { streamSource } from '#scripts/local/stream/stream-source';
import { wakeable } from '#scripts/local/wakeable';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Time for work that is due already. */
const settled = () => vi.advanceTimersByTimeAsync(0);
const minuteMs = 60_000;

describe('a pause', () => {
  test('lasts for its time, unless it is woken', async () => {
    const rest = wakeable();
    const slept = rest.pause(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await slept).toBe(false);
    const woken = rest.pause(1_000);
    rest.wake();
    expect(await woken).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin if it was woken since the last one', async () => {
    const rest = wakeable();
    rest.wake();
    expect(await rest.pause(minuteMs)).toBe(true);
  });
});

describe('the stream', () => {
  const record = { dynamodb: { SequenceNumber: '1' } } as DynamoDBRecord;

  const following = async () => {
    const pages: DynamoDBRecord[][] = [];
    const found: DynamoDBRecord[] = [];
    let looks = 0;
    const api: StreamApi = {
      find: async () => 'arn',
      shards: async () => ['shard'],
      iterator: async () => 'iterator',
      page: async () => {
        looks += 1;
        return { Records: pages.shift() ?? [], NextShardIterator: 'iterator' };
      },
      close: () => {},
    };
    const source = await streamSource(api);
    const ended = source.follow(undefined, ({ records }) => void found.push(...records));
    const stop = async () => {
      source.stop();
      await ended;
    };
    return { source, pages, found, looks: () => looks, stop };
  };

  test('is polled once a second after a while without changes', async () => {
    const { looks, stop } = await following();
    await vi.advanceTimersByTimeAsync(10_000);
    const before = looks();
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(looks() - before).toBe(60);
    await stop();
  });

  test('is polled at once after a write, and frequently for a while', async () => {
    const { source, pages, found, looks, stop } = await following();
    await vi.advanceTimersByTimeAsync(minuteMs);
    const before = looks();
    source.wake();
    await settled();
    expect(looks()).toBe(before + 1);
    pages.push([record]);
    await vi.advanceTimersByTimeAsync(5);
    expect(found).toEqual([record]);
    await vi.advanceTimersByTimeAsync(400);
    expect(looks() - before).toBeGreaterThan(15);
    await stop();
  });
});

describe('a queue', () => {
  const polling = () => {
    let depth = 0;
    const calls: string[] = [];
    const answer = async (target: string) => {
      calls.push(target);
      return target === 'ReceiveMessage' && depth
        ? { Messages: [{ MessageId: '1', ReceiptHandle: 'r', Body: '{}' }] }
        : {};
    };
    const sqs: AmazonJson = Object.assign(answer, { close: () => {} }) as AmazonJson;
    const handler = async () => {
      depth = 0;
      return { batchItemFailures: [] };
    };
    const poller = pollQueue({ sqs, name: 'work', url: 'url', arn: 'arn', depth: () => depth, handler });
    const send = () => {
      depth += 1;
    };
    return { poller, calls, send };
  };

  test('that is empty is not polled for messages', async () => {
    const { poller, calls } = polling();
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(calls).toEqual([]);
    await poller.stop();
  });

  test('is polled at once after a local send, and within a second after one of another process', async () => {
    const { poller, calls, send } = polling();
    await vi.advanceTimersByTimeAsync(minuteMs);
    send();
    poller.wake();
    await settled();
    expect(calls).toEqual(['ReceiveMessage', 'DeleteMessageBatch']);
    send();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls).toHaveLength(4);
    await poller.stop();
  });
});
