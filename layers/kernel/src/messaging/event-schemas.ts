import * as z from 'zod';
import { accessOf } from '../access/access-of.ts';
import type { Contexts } from '../function.ts';
import type { Source } from '../write/aggregate.ts';
import type { EventType } from '../write/event.ts';

/** An event and the stream in which it is recorded. */
export interface EventOnStream {
  readonly event: EventType<string, any>;
  readonly context: string;
  readonly aggregate: string;
}

/** Every aggregate that a function decides on or appends to lists all events of its stream. */
export const eventsOnStreams = (contexts: Contexts): EventOnStream[] => {
  const sources = Object.values(contexts).flatMap((manifest) =>
    Object.values(manifest).flatMap(({ definition }): Source[] =>
      accessOf(definition).flatMap(({ of, access }) =>
        access === 'readWrite' && 'kind' in of && of.kind === 'aggregate' ? of : [],
      ),
    ),
  );
  const recorded = sources.flatMap(({ context, name, eventTypes }): [string, EventOnStream][] =>
    eventTypes.map((event) => [event.type, { event, context, aggregate: name }]),
  );
  return [...new Map(recorded).values()].toSorted((a, b) => (a.event.type < b.event.type ? -1 : 1));
};

/** The published fields of an event's data. */
export const publishedFields = ({ schema, personal }: EventType<string, any>): z.ZodRawShape =>
  Object.fromEntries(Object.entries(schema.shape).filter(([name]) => !personal.includes(name)));

/** The descriptions of fields, without component names: each event's schema is self-contained. */
const metadata = {
  get: (schema: z.ZodType) => {
    const { id, ...meta } = z.globalRegistry.get(schema) ?? {};
    return meta;
  },
} as typeof z.globalRegistry;

/** What subscribers receive, in JSON Schema draft 7, which AsyncAPI uses. Shapes grow: unknown fields are allowed. */
export const schemaOf = ({ event, context, aggregate }: EventOnStream) => {
  const shape = z.object({
    id: z.uuid().describe('The same for every delivery of this event: use it for idempotency.'),
    type: z.literal(event.type),
    revision: z.literal(event.revision).describe('The revision of the shape of `data`.'),
    org: z.string().describe('The organization in which it happened.'),
    context: z.literal(context),
    aggregate: z.literal(aggregate),
    aggregateId: z.string().describe(`The ${aggregate} to which it happened.`),
    version: z.int().min(1).describe(`Its position in the history of that ${aggregate}: 1, 2, 3 …`),
    at: z.iso.datetime().describe('When it was recorded.'),
    by: z.string().describe('The id of the user, or the name of the reaction, that caused it.'),
    correlationId: z.string().describe('The X-Correlation-Id of the request that started the chain of events.'),
    impersonatedBy: z.string().optional().describe('The impersonator, if the user was impersonated.'),
    causationId: z.string().describe('The event, the command or the request that caused it.'),
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

/** The self-contained schema of each event's envelope, by type. */
export const eventSchemas = (contexts: Contexts): Record<string, object> =>
  Object.fromEntries(
    eventsOnStreams(contexts).map((recorded) => [
      recorded.event.type,
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: `urn:waybill:event:${recorded.event.type}:${recorded.event.revision}`,
        ...schemaOf(recorded),
      },
    ]),
  );
