import type { DynamoDBRecord } from 'aws-lambda';
import { count, logger } from '../observability/observe.ts';
import { reasonOf } from '../observability/reason-of.ts';
import type { Platform } from '../platform.ts';
import type { ReadModel } from '../read/read-model.ts';
import { type RecordedEvent, streamKey } from '../write/event.ts';

/** The last event that could not be applied; absent for a stream that cannot be read at all. */
type Failed = Pick<RecordedEvent, 'stream'> & Partial<Pick<RecordedEvent, 'version' | 'correlationId'>>;

/**
 * Parks an update that failed in a projection. Rebuilding the row from its stream repairs it, so the message needs only
 * the stream and the projection.
 */
export const park = async (
  platform: Platform,
  { definition: { name: projection } }: ReadModel<any>,
  { stream, version, correlationId }: Failed,
  error: unknown,
): Promise<void> => {
  const why = reasonOf(error);
  logger.error('parked', { ...why, projection, stream: streamKey(stream), version, correlation: correlationId });
  count('RowParked', { projection });
  const at = platform.clock().toISOString();
  await platform.queue.send('parked', { projection, stream, version, reason: why.reason, at });
};

/** Parks a stream record that is not an event. */
export const parkRecord = async (
  { queue, clock }: Platform,
  { dynamodb }: DynamoDBRecord,
  error: unknown,
): Promise<void> => {
  const { Keys: keys, NewImage } = dynamodb ?? {};
  const { reason } = reasonOf(error);
  const about = { reader: 'projector', stream: keys?.pk?.S, event: keys?.sk?.S, reason };
  logger.error('parked', { ...about, type: NewImage?.type?.S, correlation: NewImage?.corr?.S });
  count('EventParked', { reason });
  await queue.send('parked', { reader: 'projector', keys, reason, at: clock().toISOString() });
};
