import { itemOf, recordedIn } from '@waybill/kernel/storage/aws/items/event-items';
import type { RecordedEvent } from '@waybill/kernel/write/event';

/** The batch that Lambda receives for new events on the table's stream. */
export const streamBatch = (events: readonly RecordedEvent[]): any => ({
  Records: events.map((event) => {
    const NewImage = itemOf(event);
    return {
      eventName: 'INSERT',
      dynamodb: {
        Keys: { pk: NewImage.pk, sk: NewImage.sk },
        SequenceNumber: `${event.stream.id}-${event.version}`,
        NewImage,
      },
    };
  }),
});

/** The event as the readers of the batch parse it. */
export const readBack = (event: RecordedEvent): RecordedEvent => recordedIn(itemOf(event));
