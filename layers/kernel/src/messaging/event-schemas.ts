import * as z from 'zod';
import { accessOf } from '../access/access-of.ts';
import type { Contexts } from '../function.ts';
import type { Source } from '../write/aggregate.ts';
import type { EventType } from '../write/event.ts';

/** An event with the stream that tells it. */
export interface EventOnStream {
  readonly event: EventType<string, any>;
  readonly context: string;
  readonly aggregate: string;
}

/** Every aggregate that some function decides on, or appends to, knows all events of its stream. */
export const eventsOnStreams = (contexts: Contexts): EventOnStream[] => {
  const sources = Object.values(contexts).flatMap((manifest) =>
    Object.values(manifest).flatMap(({ definition }): Source[] =>
      accessOf(definition).flatMap(({ of, access }) =>
        access === 'readWrite' && 'kind' in of && of.kind === 'aggregate' ? of : [],
      ),
    ),
  );
  const told = sources.flatMap(({ context, name, eventTypes }): [string, EventOnStream][] =>
    eventTypes.map((event) => [event.type, { event, context, aggregate: name }]),
  );
  return [...new Map(told).values()].toSorted((a, b) => (a.event.type < b.event.type ? -1 : 1));
};

/** The fields of an event's data that others may read. */
export const publishedFields = ({ schema, personal }: EventType<string, any>): z.ZodRawShape =>
  Object.fromEntries(Object.entries(schema.shape).filter(([name]) => !personal.includes(name)));

/** The descriptions of fields, without the names of components: an event's schema stands alone. */
const metadata = {
  get: (schema: z.ZodType) => {
    const { id, ...meta } = z.globalRegistry.get(schema) ?? {};
    return meta;
  },
} as typeof z.globalRegistry;

/** What listeners get, in draft 7, which AsyncAPI speaks. Shapes grow: a field that nobody knows yet is no mistake. */
export const schemaOf = ({ event, context, aggregate }: EventOnStream) => {
  const shape = z.object({
    id: z.uuid().describe('The same whenever this event arrives again: what to be idempotent with.'),
    type: z.literal(event.type),
    revision: z.literal(event.revision).describe('Which shape the data is in.'),
    org: z.string().describe('The organisation it happened in.'),
    context: z.literal(context),
    aggregate: z.literal(aggregate),
    aggregateId: z.string().describe(`The ${aggregate} it happened to.`),
    version: z.int().min(1).describe(`Its place in the history of that ${aggregate}: 1, 2, 3 …`),
    at: z.iso.datetime().describe('When it was recorded.'),
    by: z.string().describe('The id of the user, or the name of the reaction, that made it happen.'),
    correlationId: z.string().describe('The X-Correlation-Id of the request that it began with.'),
    impersonatedBy: z.string().optional().describe('Who was really at work, where somebody acted as somebody else.'),
    causationId: z.string().describe('The event, the command or the request that led here.'),
    commandId: z.string().describe('A digest of caller, route and idempotency key.'),
    data: z.object(publishedFields(event)),
  });
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-7',
    unrepresentable: 'any',
    metadata,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return { title: event.type, ...schema };
};

/** The schema of each event's envelope, by type, to stand alone. */
export const eventSchemas = (contexts: Contexts): Record<string, object> =>
  Object.fromEntries(
    eventsOnStreams(contexts).map((told) => [
      told.event.type,
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: `urn:waybill:event:${told.event.type}:${told.event.revision}`,
        ...schemaOf(told),
      },
    ]),
  );
