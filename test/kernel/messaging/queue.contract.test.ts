import { randomUUID } from 'node:crypto';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { memory } from '@waybill/kernel/memory';
import type { Queue } from '@waybill/kernel/platform';
import { sqsQueue } from '@waybill/kernel/storage/aws/services/queue';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOf, clientOfNobody } from '../storage/amazon.ts';

interface World {
  readonly queue: Queue;
  /** The messages of that queue, unordered. */
  received(queue: string): Promise<unknown[]>;
}

const names = ['parked', 'other'] as const;

const inMemory = async (): Promise<World> => {
  const { queue, sent } = memory({ queues: names });
  return {
    queue,
    received: async (name) => sent.filter((it) => it.queue === name && !it.delaySeconds).map(({ message }) => message),
  };
};

/** One fauxqs for the file, separate queues for every world. */
const sqsWorlds = () => {
  let fauxqs: FauxqsServer;
  let client: SQSClient;
  beforeAll(async () => {
    fauxqs = await startFauxqs({ port: 0, logger: false });
    client = new SQSClient(clientOf(`http://127.0.0.1:${fauxqs.port}`));
  });
  afterAll(async () => {
    client?.destroy();
    await fauxqs?.stop();
  });

  const fresh = () => fauxqs.createQueue(`queue-${randomUUID()}`);
  const open = async () => {
    const urls = Object.fromEntries(names.map((name) => [name, fresh().queueUrl]));
    const receive = async (name: string): Promise<unknown[]> => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: urls[name], MaxNumberOfMessages: 10 }),
      );
      if (!Messages.length) return [];
      return [...Messages.map(({ Body }) => JSON.parse(Body!)), ...(await receive(name))];
    };
    return { queue: sqsQueue(client, urls), received: receive };
  };
  const gone = () => {
    const { queueName, queueUrl } = fresh();
    fauxqs.deleteQueue(queueName);
    return sqsQueue(client, { parked: queueUrl });
  };
  return { open, gone };
};

const promises = (open: () => Promise<World>) => {
  test('a message arrives complete', async () => {
    const { queue, received } = await open();
    const message = {
      name: '🚚 Zürich → 東京 𠮷 \u{10FFFF} "quoted" \\ \n \u0000 \uFFFE \uFFFF \uD83D',
      deep: { list: [1, -0.5, null, true, [], {}, [{ deeper: '' }]] },
    };
    await queue.send('parked', message);
    expect(await received('parked')).toStrictEqual([message]);
  });

  test('a message arrives as JSON', async () => {
    const { queue, received } = await open();
    await queue.send('parked', { at: new Date('2026-05-04T12:00:00.000Z'), gone: undefined });
    expect(await received('parked')).toStrictEqual([{ at: '2026-05-04T12:00:00.000Z' }]);
  });

  test('a message arrives as it was when it was sent', async () => {
    const { queue, received } = await open();
    const message = { stops: ['first'] };
    await queue.send('parked', message);
    message.stops.push('second');
    expect(await received('parked')).toEqual([{ stops: ['first'] }]);
  });

  test('a long message arrives', async () => {
    const { queue, received } = await open();
    const text = '東'.repeat(80_000);
    await queue.send('parked', { text });
    expect(await received('parked')).toEqual([{ text }]);
  });

  test('each of many messages sent at once arrives exactly once', async () => {
    const { queue, received } = await open();
    const messages = Array.from({ length: 35 }, (_, n) => ({ n }));
    await Promise.all(messages.map((message) => queue.send('parked', message)));
    const all = (await received('parked')) as typeof messages;
    expect(all.toSorted((a, b) => a.n - b.n)).toEqual(messages);
  });

  test('a message that is sent twice arrives twice', async () => {
    const { queue, received } = await open();
    await queue.send('parked', { same: true });
    await queue.send('parked', { same: true });
    expect(await received('parked')).toEqual([{ same: true }, { same: true }]);
  });

  test('a delayed message is not received before its time', async () => {
    const { queue, received } = await open();
    await queue.send('parked', { later: true }, { delaySeconds: 900 });
    await queue.send('parked', { later: false });
    expect(await received('parked')).toEqual([{ later: false }]);
  });

  test('a message goes to the queue it names, and to no other', async () => {
    const { queue, received } = await open();
    await queue.send('other', { for: 'other' });
    expect(await received('parked')).toEqual([]);
    expect(await received('other')).toEqual([{ for: 'other' }]);
  });

  test.each(['nobody-made', 'Parked', ''])('an unknown queue is an error: "%s"', async (name) => {
    const { queue, received } = await open();
    await expect(queue.send(name, { lost: true })).rejects.toThrow(`there is no queue ${name}`);
    for (const known of names) expect(await received(known)).toEqual([]);
  });

  test('a message that is not JSON is an error', async () => {
    const { queue, received } = await open();
    await expect(queue.send('parked', { count: 1n })).rejects.toThrow(TypeError);
    expect(await received('parked')).toEqual([]);
  });
};

describe('in memory', () => promises(inMemory));

describe('on SQS', () => {
  const { open, gone } = sqsWorlds();
  promises(open);

  test('a queue without a URL is an error', async () => {
    const queue = sqsQueue(new SQSClient(await clientOfNobody()), { parked: undefined });
    await expect(queue.send('parked', {})).rejects.toThrow('there is no queue parked');
  });

  test('a queue that has been deleted is an error', async () => {
    await expect(gone().send('parked', {})).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  test('an SQS that does not respond is an error', async () => {
    const nobody = await clientOfNobody();
    const queue = sqsQueue(new SQSClient(nobody), { parked: `${nobody.endpoint}/000000000000/parked` });
    await expect(queue.send('parked', {})).rejects.toThrow('ECONNREFUSED');
  });
});
