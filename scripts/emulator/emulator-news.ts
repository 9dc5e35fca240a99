import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Contexts } from '@waybill/kernel';
import * as z from 'zod';
import * as contexts from '#functions/contexts';
import type { Issuer } from '#scripts/local/index';
import { eventSchemas } from '#scripts/openapi/asyncapi';
import { UserError } from '../cli/user-error.ts';
import { client } from '../demo/demo-client.ts';
import { deploy, destroyStack, dynamoAt, sqsAt } from './emulator-deploy.ts';

const app = `${process.execPath} examples/delivery-news/app.ts`;
const patienceMs = 300_000;

interface Where {
  readonly url: string;
  readonly stage: string;
  readonly api: string;
  readonly keys: Issuer;
  readonly signal?: AbortSignal;
}

/** Deploys the example of `docs/integrating.md`, fails a delivery, and waits for the event in both of its queues. */
export const receiveNews = async ({ url, stage, api, keys, signal }: Where): Promise<string> => {
  const name = `delivery-news-${stage}`;
  const { [name]: outputs } = await deploy(url, { stage, app, quiet: true, ...(signal && { signal }) });
  assert.ok(outputs?.QueueUrl && outputs.TableName, `${name} lacks an output`);
  const org = randomUUID();
  const office = client(api, await keys.mint({ role: 'officer', org }));
  const [scheduledStart, scheduledEnd] = [1, 4].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  const round = { origin: 'Wien', destination: 'Linz', scheduledStart, scheduledEnd };
  const { routeId } = await office.post('/routes', round);
  await office.put(`/routes/${routeId}/status`, { status: 'Active' });
  const { deliveryId } = await office.post('/deliveries', { routeId });

  const reason = 'Road closed';
  const { version } = await office.put(`/deliveries/${deliveryId}/status`, { status: 'Failed', reason });
  const began = performance.now();
  const queue = sqsAt(url);
  try {
    const news = await newsIn(queue, outputs.QueueUrl, signal);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    assert.equal(news.source, 'waybill.deliveries');
    assert.equal(news['detail-type'], 'DeliveryStatusChanged');
    const envelope = eventSchemas(contexts as Contexts).DeliveryStatusChanged as Parameters<typeof z.fromJSONSchema>[0];
    const detail: any = z.fromJSONSchema(envelope).parse(news.detail);
    assert.deepEqual(
      [detail.org, detail.aggregateId, detail.version, detail.data.to, detail.data.reason],
      [org, deliveryId, version, 'Failed', reason],
    );
    await isCounted(url, outputs.TableName, org, signal);
    await destroyStack(url, name);
    return `an event as its schema says, after ${seconds} s, and counted by the function`;
  } finally {
    queue.destroy();
  }
};

/** Resolves when the function has counted one failure of that organization. */
const isCounted = async (url: string, TableName: string, org: string, signal?: AbortSignal): Promise<void> => {
  const dynamo = dynamoAt(url);
  const counted = async () => {
    const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: { pk: { S: `failures#${org}` } } }));
    return Item?.failures?.N;
  };
  try {
    for (const until = Date.now() + patienceMs; (await counted()) !== '1'; await sleep(200, undefined, { signal }))
      if (Date.now() > until) throw new UserError(`The function counted nothing within ${patienceMs / 1000} s.`);
  } finally {
    dynamo.destroy();
  }
};

/** Receives and deletes the next message. */
const newsIn = async (queue: SQSClient, QueueUrl: string, signal?: AbortSignal): Promise<Record<string, unknown>> => {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    signal?.throwIfAborted();
    const { Messages: [message] = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    if (!message) continue;
    await queue.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return JSON.parse(message.Body!);
  }
  throw new UserError(`No event came to ${QueueUrl} within ${patienceMs / 1000} s.`);
};
