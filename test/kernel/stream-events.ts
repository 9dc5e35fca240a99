import { recordedIn } from '@waybill/kernel/storage/aws/event-items';
import { type RecordedEvent, streamKey } from '@waybill/kernel/write/event';

/** The batch that Lambda makes of what the table's stream tells. */
export const streamBatch = (events: readonly RecordedEvent[]): any => ({
  Records: events.map((event) => ({
    eventName: 'INSERT',
    dynamodb: {
      Keys: { pk: imageOf(event).pk, sk: imageOf(event).sk },
      SequenceNumber: `${event.stream.id}-${event.version}`,
      NewImage: imageOf(event),
    },
  })),
});

const imageOf = ({
  stream,
  version,
  type,
  revision,
  data,
  at,
  by,
  commandId,
  inputHash,
  correlationId,
}: RecordedEvent) => ({
  pk: { S: streamKey(stream) },
  sk: { S: `e#${String(version).padStart(10, '0')}` },
  type: { S: type },
  rev: { N: `${revision}` },
  data: { S: JSON.stringify(data) },
  at: { S: at },
  by: { S: by },
  cause: { S: commandId },
  asked: { S: inputHash },
  corr: { S: correlationId },
});

/** What the readers make of the batch. */
export const readBack = (event: RecordedEvent): RecordedEvent => recordedIn(imageOf(event));
