import type { SQSEvent } from 'aws-lambda';
import { afterAll, expect, test } from 'vitest';
import { deadLettersOf, localQueues } from '#scripts/local/bus/queues';
import { temporaryDirectory } from '../support/directory.ts';
import { released } from '../support/released.ts';
import { until } from '../support/until.ts';

const queues = localQueues();
afterAll(() => queues.stop());

test('messages are delivered in batches and deleted when handled', async () => {
  const bodies: number[] = [];
  const sizes: number[] = [];
  await queues.consume({
    work: async ({ Records }: SQSEvent) => {
      sizes.push(Records.length);
      bodies.push(...Records.map(({ body }) => JSON.parse(body).n));
      return { batchItemFailures: [] };
    },
  });
  for (let n = 0; n < 35; n++) await queues.send('work', { n });
  await queues.idle();
  expect(bodies.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 35 }, (_, n) => n));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
  expect(queues.depth('work')).toBe(0);
});

test('a message that fails five times becomes a dead letter', async () => {
  let tries = 0;
  await queues.consume({
    bad: async ({ Records }: SQSEvent) => {
      tries += 1;
      return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
  });
  await queues.send('bad', { lost: true });
  await until(() => queues.depth(deadLettersOf('bad')) === 1);
  expect(tries).toBe(5);
  expect(queues.peek(deadLettersOf('bad'))).toEqual([{ lost: true }]);
});

test('a queue without a consumer keeps its messages', async () => {
  await queues.send('parked', { why: 'x' });
  expect(queues.peek('parked')).toEqual([{ why: 'x' }]);
  expect(queues.depth('unknown')).toBe(0);
});

test('queues that others read exist before the first message, with dead letters', async () => {
  await queues.provide(['mails', 'mails', 'letters']);
  await queues.provide(['mails']);
  await queues.send('mails', { to: 'ann' });
  expect(queues.peek('mails')).toEqual([{ to: 'ann' }]);
  expect(queues.depth(deadLettersOf('letters'))).toBe(0);
});

test('messages survive a restart, also those in flight', async () => {
  const data = temporaryDirectory();
  const before = await released(localQueues(data));
  let inHand = false;
  await before.consume({
    work: () => {
      inHand = true;
      throw new Error('the lights went out');
    },
  });
  await before.send('work', { n: 1 });
  await until(() => inHand);
  await before.stop();

  const after = await released(localQueues(data));
  const bodies: object[] = [];
  await after.consume({
    work: async ({ Records }: SQSEvent) => {
      bodies.push(...Records.map(({ body }) => JSON.parse(body)));
      return { batchItemFailures: [] };
    },
  });
  await until(() => bodies.length > 0);
  expect(bodies).toEqual([{ n: 1 }]);
  await after.idle();
});
