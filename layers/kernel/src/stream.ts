import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { recordedIn } from './aws/event-items.ts';
import { aws } from './aws/platform.ts';
import type { Recorded } from './event.ts';
import type { Platform } from './platform.ts';

type Read = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** A reader of the table's stream: a Lambda handler, bound to AWS on first use. */
export const reader = (run: (platform: Platform) => Read) => {
  let bound: Read | undefined;
  const handler: Read = (event) => {
    bound ??= run(aws());
    return bound(event);
  };
  return Object.assign(handler, { with: run });
};

/** The event in a record. The stream carries nothing but events: see the filter of its two readers. */
export const recorded = ({ dynamodb }: DynamoDBRecord): Recorded =>
  recordedIn(dynamodb!.NewImage as Record<string, AttributeValue>);

/** Says which records must come again; Lambda starts over from the first of them. */
export const again = (records: readonly DynamoDBRecord[]): DynamoDBBatchResponse => ({
  batchItemFailures: records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb!.SequenceNumber! })),
});
