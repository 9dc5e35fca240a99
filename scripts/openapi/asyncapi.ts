import type { Contexts } from '@waybill/kernel/function';
import { newId } from '@waybill/kernel/ids';
import { type EventOnStream, eventsOnStreams, schemaOf } from '@waybill/kernel/messaging/event-schemas';
import { publishedEvent } from '@waybill/kernel/messaging/published-event';
import { eventId } from '@waybill/kernel/write/event';

export { eventSchemas } from '@waybill/kernel/messaging/event-schemas';

interface Info {
  readonly title: string;
  readonly version: string;
}

/** Recorded data of events, by type: the source of examples. */
export type Samples = Readonly<Record<string, Record<string, unknown>>>;

/** The bus as the manifests describe it: AsyncAPI 3.0, from the same schemas that validate recorded events. */
export const asyncapi = (contexts: Contexts, info: Info, samples: Samples = {}) => {
  const events = eventsOnStreams(contexts);
  const each = <Value>(value: (one: EventOnStream) => Value) =>
    Object.fromEntries(events.map((one) => [one.event.type, value(one)]));
  const exampleOf = examples(contexts, samples);
  return {
    asyncapi: '3.0.0',
    info,
    defaultContentType: 'application/json',
    channels: {
      bus: {
        address: 'waybill-{stage}',
        title: 'The bus',
        description,
        parameters: { stage: { description: 'The deployment.', examples: ['dev', 'prod'] } },
        messages: each(({ event }) => ({ $ref: `#/components/messages/${event.type}` })),
      },
    },
    operations: {
      publish: {
        action: 'send',
        channel: { $ref: '#/channels/bus' },
        summary: 'Publishes every event after it is recorded.',
        messages: events.map(({ event }) => ({ $ref: `#/channels/bus/messages/${event.type}` })),
      },
    },
    components: {
      messages: each((one) => message(one, exampleOf(one))),
      schemas: each(schemaOf),
    },
  };
};

const description = `An EventBridge event bus. Consumers receive EventBridge events with the message as \`detail\`.
Every message is delivered at least once, in no guaranteed order, without personal fields.`;

const message = ({ event, context }: EventOnStream, example: object | undefined) => ({
  name: event.type,
  title: spaced(event.type),
  ...(event.personal.length && { description: `Without its personal fields: ${event.personal.join(', ')}.` }),
  tags: [{ name: context }],
  contentType: 'application/json',
  correlationId: { location: '$message.payload#/correlation' },
  headers: {
    type: 'object',
    description: 'Fields beside `detail` in the EventBridge event.',
    properties: { source: { const: `waybill.${context}` }, 'detail-type': { const: event.type } },
    required: ['source', 'detail-type'],
  },
  payload: { $ref: `#/components/schemas/${event.type}` },
  ...(example && { examples: [{ name: 'sample', payload: example }] }),
});

/** Created by the same function as real events. */
const examples = (contexts: Contexts, samples: Samples) => {
  const publish = publishedEvent(contexts);
  return ({ event, context, aggregate }: EventOnStream) => {
    const data = samples[event.type];
    if (!data) return undefined;
    const stream = { context, org: newId('an organization'), aggregate, id: newId(`a ${aggregate}`) };
    return publish({
      id: eventId(stream, 1),
      type: event.type,
      revision: event.revision,
      data,
      stream,
      version: 1,
      at: '2026-05-04T08:00:00.000Z',
      by: newId('a user'),
      commandId: 'mVtPZ2vH0cEo9l3qWyXr1A',
      inputHash: '',
      correlationId: newId('a request'),
      causationId: newId('a request'),
    });
  };
};

/** `DeliveryStatusChanged` → `Delivery status changed` */
const spaced = (type: string) => type.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
