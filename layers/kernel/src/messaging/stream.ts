import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { tracedBatch } from '../observability/traced-batch.ts';
import type { Platform } from '../platform.ts';
import { recordedIn } from '../storage/aws/items/event-items.ts';
import { aws } from '../storage/aws/platform.ts';
import type { RecordedEvent } from '../write/event.ts';
import { heartbeatPrefix } from './probes.ts';

type Read = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

type OnHeartbeat = (platform: Platform, heartbeats: readonly string[]) => Promise<void>;

const heartbeatIn = ({ dynamodb }: DynamoDBRecord): string[] => {
  const sort = dynamodb?.Keys?.sk?.S;
  return sort?.startsWith(heartbeatPrefix) ? [sort] : [];
};

/** Reads the id without parsing the event, which may be malformed. */
const correlationIn = ({ dynamodb }: DynamoDBRecord): string[] => [dynamodb?.NewImage?.corr?.S ?? []].flat();

/** A reader of the table's stream: a Lambda handler, bound to AWS on first use. */
export const reader = (read: (platform: Platform) => Read, onHeartbeat: OnHeartbeat = async () => {}) => {
  const run = (platform: Platform): Read => {
    const readBatch = read(platform);
    return async ({ Records }) => {
      const heartbeats = Records.flatMap(heartbeatIn);
      const news = heartbeats.length ? Records.filter((it) => !heartbeatIn(it).length) : Records;
      const answer = await tracedBatch(
        () => readBatch({ Records: news }),
        () => news.flatMap(correlationIn),
      );
      if (heartbeats.length) await onHeartbeat(platform, heartbeats);
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
