import * as z from 'zod';
import type { Contexts } from '../function.ts';
import type { PublishedEvent } from '../platform.ts';
import type { EventType, RecordedEvent } from '../write/event.ts';
import { eventsOnStreams, publishedFields } from './event-schemas.ts';

/** An event that must not be published as it is. The reason is a fixed text and quotes nothing of the event's data. */
export class Unpublishable extends Error {
  override readonly name = 'Unpublishable';
  readonly reason: 'unknown-type' | 'unknown-revision' | 'not-upcast' | 'not-as-declared' | 'unreadable' | 'too-large';
  constructor(reason: Unpublishable['reason'], options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/**
 * Turns a recorded event into a published one: upcasts to the current revision, then keeps only the fields that this
 * revision declares and does not mark as personal. Throws `Unpublishable` if that fails.
 */
export const publishedEvent = (contexts: Contexts) => {
  const publishers = new Map(eventsOnStreams(contexts).map(({ event }) => [event.type, publish(event)]));
  return (event: RecordedEvent): PublishedEvent => {
    const { id, type, stream, version, at, by, impersonatedBy, commandId, correlationId, causationId } = event;
    const publishing = publishers.get(type);
    if (!publishing) throw new Unpublishable('unknown-type');
    return {
      id,
      type,
      revision: publishing.revision,
      org: stream.org,
      context: stream.context,
      aggregate: stream.aggregate,
      aggregateId: stream.id,
      version,
      at,
      by,
      correlationId,
      causationId,
      ...(impersonatedBy && { impersonatedBy }),
      commandId,
      data: publishing.dataOf(event),
    };
  };
};

const publish = (event: EventType<string, any>) => {
  const published = z.object(publishedFields(event));
  return {
    revision: event.revision,
    dataOf: (recorded: RecordedEvent): Record<string, unknown> => {
      // Written by a newer deployment: this code does not know which of its fields are personal.
      if (!(recorded.revision >= 1 && recorded.revision <= event.revision)) throw new Unpublishable('unknown-revision');
      // Parsing drops, at any depth, fields of older shapes that an upcaster has left.
      const { data, error } = published.safeParse(upcast(event, recorded));
      if (error) throw new Unpublishable('not-as-declared', { cause: error });
      return data;
    },
  };
};

const upcast = (event: EventType<string, any>, recorded: RecordedEvent): unknown => {
  try {
    return event.read(recorded);
  } catch (cause) {
    throw new Unpublishable('not-upcast', { cause });
  }
};
