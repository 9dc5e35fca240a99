import { EventType as Batch, BatchProcessor, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Origin } from '../access/origin.ts';
import { digest } from '../ids.ts';
import { counting } from '../observability/observe.ts';
import { tracedBatch } from '../observability/traced-batch.ts';
import type { Caller } from '../platform.ts';

/** Handles one message. It reports the correlation id as soon as it knows it. */
export type Handle = (record: SQSRecord, correlated: (id: string) => void) => Promise<void>;

/** Handles the messages of a batch, all at once. Those that fail stay in the queue, the others are deleted. */
export const consumer =
  (handle: Handle) =>
  (event: SQSEvent): Promise<SQSBatchResponse> => {
    const correlations = new Set<string>();
    const one = (record: SQSRecord) => handle(record, (id) => correlations.add(id));
    const processed = () =>
      processPartialResponse(event, one, new BatchProcessor(Batch.SQS), { throwOnFullBatchFailure: false });
    return tracedBatch(
      () => counting(processed),
      () => correlations,
    );
  };

/** An event or a message that a function consumes. */
interface Consumed {
  readonly id: string;
  readonly org: string;
  readonly correlationId: string;
}

/** The origin of what a consumer writes: the same each time that the event or the message is delivered. */
export const originFrom = (consumerName: string, { id, org, correlationId }: Consumed) => {
  const caller: Caller = { userId: consumerName, orgId: org, orgType: '-', role: 'owner' };
  const commandId = digest(`${org} ${consumerName} ${id}`);
  return (key: string) => (): Origin => ({
    caller,
    commandId,
    inputHash: commandId,
    clientInput: { event: id },
    correlationId,
    causationId: id,
    sentCausationId: id,
    key,
  });
};
