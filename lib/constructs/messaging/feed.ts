import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allow } from '../security/statements.ts';

/** The permissions that a function needs to poll a queue. */
export const consuming = ({ queueArn }: IQueue) =>
  allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queueArn);

/** Lambda polls the queue for a function; it may fail for one message of a batch alone. */
export const feed = (scope: Construct, { queueArn }: IQueue, target: IFunction, maxConcurrency?: number) =>
  new EventSourceMapping(scope, 'Feed', {
    target,
    eventSourceArn: queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
    ...(maxConcurrency && { maxConcurrency }),
  });
