import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { tracedBatch } from '../observability/traced-batch.ts';
import type { Platform } from '../platform.ts';
import { recordedIn } from '../storage/aws/items/event-items.ts';
import { aws } from '../storage/aws/platform.ts';
import type { RecordedEvent } from '../write/event.ts';
import { heartbeatPrefix } from './probes.ts';

type Read = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

type Feel = (platform: Platform, pulses: readonly string[]) => Promise<void>;

const pulseIn = ({ dynamodb }: DynamoDBRecord): string[] => {
  const sort = dynamodb?.Keys?.sk?.S;
  return sort?.startsWith(heartbeatPrefix) ? [sort] : [];
};

/** Reads the id without parsing the event, which may be malformed. */
const correlationIn = ({ dynamodb }: DynamoDBRecord): string[] => [dynamodb?.NewImage?.corr?.S ?? []].flat();

/** A reader of the table's stream: a Lambda handler, bound to AWS on first use. */
export const reader = (tell: (platform: Platform) => Read, feel: Feel = async () => {}) => {
  const run = (platform: Platform): Read => {
    const told = tell(platform);
    return async ({ Records }) => {
      const felt = Records.flatMap(pulseIn);
      const news = felt.length ? Records.filter((it) => !pulseIn(it).length) : Records;
      const answer = await tracedBatch(
        () => told({ Records: news }),
        () => news.flatMap(correlationIn),
      );
      if (felt.length) await feel(platform, felt);
      return answer;
    };
  };
  let bound: Read | undefined;
  const handler: Read = (event) => {
    bound ??= run(aws());
    return bound(event);
  };
  return Object.assign(handler, { with: run });
};

/** The event in a record. Apart from heartbeats, the stream contains only events: see the filter of its two readers. */
export const recordedEventIn = ({ dynamodb }: DynamoDBRecord): RecordedEvent =>
  recordedIn(dynamodb!.NewImage as Record<string, AttributeValue>);

/** Reports which records failed; Lambda retries from the first of them. */
export const retryFrom = (records: readonly DynamoDBRecord[]): DynamoDBBatchResponse => ({
  batchItemFailures: records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb!.SequenceNumber! })),
});
