import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

interface Props {
  readonly streamArn: string;
  /** The queue for records that fail after all retries. */
  readonly parked: IQueue;
  /** A DynamoDB stream supports two readers, hence the pair. */
  readonly readers: readonly [IFunction, IFunction];
}

/** Event sources of the stream readers: new events, in order per stream, and heartbeats that measure the lag. */
export class StreamReaders extends Construct {
  constructor(scope: Construct, id: string, { streamArn, parked, readers }: Props) {
    super(scope, id);
    const beginning = (prefix: string) =>
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(prefix) } } },
      });
    for (const [i, target] of readers.entries())
      new EventSourceMapping(this, `Reader${i + 1}`, {
        target,
        eventSourceArn: streamArn,
        startingPosition: StartingPosition.TRIM_HORIZON,
        filters: [beginning('e#'), beginning('p#')],
        batchSize: 100,
        parallelizationFactor: 1,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 10,
        onFailure: new SqsDlq(parked),
      });
  }
}
