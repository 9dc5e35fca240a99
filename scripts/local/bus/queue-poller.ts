import { logger } from '@waybill/kernel/observability/observe';
import { failureOf } from '@waybill/kernel/observability/reason-of';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { outage } from '../dynamo/outage.ts';
import { lambdaContext } from '../http/lambda-context.ts';
import { localRegion } from '../region.ts';
import { wakeable } from '../wakeable.ts';
import type { AmazonJson } from './amazon-json.ts';

export interface PollerOptions {
  readonly sqs: AmazonJson;
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** The number of messages in the queue, including invisible ones. */
  readonly depth: () => number;
  readonly handler: (event: SQSEvent, context?: Context) => Promise<SQSBatchResponse | undefined>;
  /** Awaited before each poll; delays polling while the handler could not work. */
  readonly ready?: (() => Promise<void>) | undefined;
}

export interface Poller {
  /** Polls at once, because a message was sent. */
  wake(): void;
  /** Stops after the current batch. */
  stop(): Promise<void>;
}

const batchSize = 10;
/**
 * The polling interval for messages of other processes and for retries. With long polling, fauxqs 2.4.1 would
 * poll 50 times a second for each waiting request.
 */
const idleMs = 1_000;
const retryMs = 250;
/** The retry delay of a failed message, shorter than on AWS, where it waits for the visibility timeout. */
const retrySeconds = 1;
const afterErrorMs = 250;

/** Invokes one reaction from its queue, as Lambda does: failed messages stay, others are deleted. */
export const pollQueue = ({ sqs, name, url, arn, depth, handler, ready }: PollerOptions): Poller => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = wakeable();
  const context = lambdaContext(name);
  const polling = outage('polling a queue', { queue: name });

  const failuresAmong = async (Records: SQSRecord[]): Promise<Set<string>> => {
    try {
      const { batchItemFailures = [] } = (await handler({ Records }, context())) ?? {};
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch (error) {
      logger.error('failed', { function: name, reason: failureOf(error) });
      return new Set(Records.map(({ messageId }) => messageId));
    }
  };

  const receive = {
    QueueUrl: url,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: 0,
    AttributeNames: ['All'],
  };
  /** Returns whether there were messages. */
  const pass = async (): Promise<boolean> => {
    if (!depth()) return false;
    await ready?.();
    if (signal.aborted) return false;
    const { Messages = [] } = await sqs<{ readonly Messages?: readonly Message[] }>('ReceiveMessage', receive, signal);
    if (!Messages.length) return false;
    const records: SQSRecord[] = Messages.map((message) => recordOf(message, arn));
    const failed = await failuresAmong(records);
    const entries = records.map(({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }));
    const done = entries.filter(({ Id }) => !failed.has(Id));
    const left = entries
      .filter(({ Id }) => failed.has(Id))
      .map((entry) => ({ ...entry, VisibilityTimeout: retrySeconds }));
    if (done.length) await sqs('DeleteMessageBatch', { QueueUrl: url, Entries: done });
    if (left.length) await sqs('ChangeMessageVisibilityBatch', { QueueUrl: url, Entries: left });
    return true;
  };

  const run = async () => {
    while (!signal.aborted) {
      try {
        const worked = await pass();
        polling.worked();
        if (!worked) await rest.pause(depth() ? retryMs : idleMs);
      } catch (error) {
        if (signal.aborted) return;
        polling.failed(error);
        await rest.pause(afterErrorMs);
      }
    }
  };
  const running = run();

  return {
    wake: rest.wake,
    stop: async () => {
      stopping.abort();
      rest.wake();
      await running;
    },
  };
};

/** A message as SQS returns it, with all attributes. */
interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes: SQSRecord['attributes'];
  readonly MD5OfBody: string;
}

const recordOf = (message: Message, eventSourceARN: string): SQSRecord => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes,
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion: localRegion,
});
