import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '@waybill/kernel/observability/observe';
import { failureOf } from '@waybill/kernel/observability/reason-of';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { outage } from '../dynamo/outage.ts';
import { lambdaContext } from '../http/lambda-context.ts';
import { localRegion } from '../region.ts';
import type { AmazonJson } from './amazon-json.ts';

export interface PollerOptions {
  readonly sqs: AmazonJson;
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly handler: (event: SQSEvent, context?: any) => Promise<SQSBatchResponse | undefined>;
  /** Awaited before each look, for times when the handler could do nothing. */
  readonly ready?: (() => Promise<void>) | undefined;
}

export interface Poller {
  /** Lets the batch in hand finish. */
  stop(): Promise<void>;
}

const batchSize = 10;
const longPollSeconds = 20;
/** A message that failed comes back sooner than on AWS, where it waits for its visibility timeout. */
const retrySeconds = 1;
const afterErrorMs = 250;

/** Feeds one reaction from its queue, as Lambda does: what fails stays, what is done is deleted. */
export const pollQueue = ({ sqs, name, url, arn, handler, ready }: PollerOptions): Poller => {
  const stopping = new AbortController();
  const { signal } = stopping;
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
    WaitTimeSeconds: longPollSeconds,
    AttributeNames: ['All'],
  };
  const pass = async () => {
    await ready?.();
    if (signal.aborted) return;
    const { Messages = [] } = await sqs('ReceiveMessage', receive, signal);
    if (!Messages.length) return;
    const records: SQSRecord[] = Messages.map((message: any) => recordOf(message, arn));
    const failed = await failuresAmong(records);
    const entries = records.map(({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }));
    const done = entries.filter(({ Id }) => !failed.has(Id));
    const left = entries
      .filter(({ Id }) => failed.has(Id))
      .map((entry) => ({ ...entry, VisibilityTimeout: retrySeconds }));
    if (done.length) await sqs('DeleteMessageBatch', { QueueUrl: url, Entries: done });
    if (left.length) await sqs('ChangeMessageVisibilityBatch', { QueueUrl: url, Entries: left });
  };

  const run = async () => {
    while (!signal.aborted) {
      try {
        await pass();
        polling.worked();
      } catch (error) {
        if (signal.aborted) return;
        polling.failed(error);
        await pause(afterErrorMs);
      }
    }
  };
  const running = run();

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

const recordOf = (message: any, eventSourceARN: string): SQSRecord => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion: localRegion,
});
