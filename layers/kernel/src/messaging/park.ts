import type { DynamoDBRecord } from 'aws-lambda';
import { count, logger } from '../observability/observe.ts';
import { reasonOf } from '../observability/reason-of.ts';
import type { Platform } from '../platform.ts';
import type { ReadModel } from '../read/read-model.ts';
import { type RecordedEvent, streamKey } from '../write/event.ts';

/** The last event that could not be told; a stream that cannot be read at all has none. */
type Untold = Pick<RecordedEvent, 'stream'> & Partial<Pick<RecordedEvent, 'version' | 'correlationId'>>;

/**
 * Puts aside what a projection cannot be told. The row heals when it is told again from its stream, so the stream and the
 * projection are all there is to remember.
 */
export const park = async (
  platform: Platform,
  { definition: { name: projection } }: ReadModel<any>,
  { stream, version, correlationId }: Untold,
  error: unknown,
): Promise<void> => {
  const why = reasonOf(error);
  logger.error('parked', { ...why, projection, stream: streamKey(stream), version, correlation: correlationId });
  count('RowParked', { projection });
  const at = platform.clock().toISOString();
  await platform.queue.send('parked', { projection, stream, version, reason: why.reason, at });
};

/** Puts aside a record of the stream that is no event. */
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
