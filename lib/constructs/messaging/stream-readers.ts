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
  /** Where a record goes that no retry can help. */
  readonly parked: IQueue;
  /** A DynamoDB stream bears two readers and no more, hence the pair. */
  readonly readers: readonly [IFunction, IFunction];
}

/** Feeds what happened to those who tell of it: only new events, each stream in its order, and the pulses that tell how late they are. */
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
