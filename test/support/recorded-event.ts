import { type Event, type EventMetadata, eventId, type RecordedEvent, type Stream } from '@waybill/kernel/write/event';

/** An event as it is stored at this place of a stream. A test names only the metadata that matter to it. */
export const recordedEvent = <E extends Event>(
  event: E,
  stream: Stream,
  version = 1,
  metadata: Partial<Omit<EventMetadata, 'type' | 'revision'>> = {},
): RecordedEvent<E> => ({
  ...event,
  id: eventId(stream, version),
  stream,
  version,
  at: '2026-05-04T08:00:00.000Z',
  by: 'a-user',
  commandId: `command ${version}`,
  inputHash: 'input',
  correlationId: 'test',
  causationId: 'request',
  ...metadata,
});
