import * as z from 'zod';
import { newId } from '../ids.ts';

/** Something that happened. `data` is plain JSON: dates are ISO strings, ids are strings. */
export interface Event<Type extends string = string, Data = any> {
  readonly type: Type;
  /** The revision of the shape of `data`; see `event`. */
  readonly revision: number;
  readonly data: Data;
}

/** The identity of a history: one aggregate of one organization, in the context that owns it. */
export interface Stream {
  readonly context: string;
  readonly org: string;
  readonly aggregate: string;
  readonly id: string;
}

/** The data about an event apart from its payload: the same wherever the event is, stored or published. */
export interface EventMetadata {
  /** The same for the same position in the same stream. */
  readonly id: string;
  readonly type: string;
  /** The revision of the shape of `data`. */
  readonly revision: number;
  /** ISO-8601, UTC. */
  readonly at: string;
  /** The id of the user or API key, or the name of the reaction or job, that caused it. */
  readonly by: string;
  /** The member of staff who acted as the user in `by`. */
  readonly impersonatedBy?: string;
  /** A digest of caller, route and idempotency key: a command that is already in the stream is not executed again. */
  readonly commandId: string;
  /** A digest of the input: an idempotency key that is reused with another input is refused. */
  readonly inputHash: string;
  /** The `X-Correlation-Id` of the request in which the chain of events began. */
  readonly correlationId: string;
  /** The event (of a reaction), the command (of commands inside a unit of work) or the request that caused it. */
  readonly causationId: string;
}

/** An event with its metadata and its position in a stream. */
export type RecordedEvent<E extends Event = Event> = E &
  EventMetadata & {
    readonly stream: Stream;
    /** 1, 2, 3 … within the stream. */
    readonly version: number;
  };

/** The id of the event at this position. */
export const eventId = ({ context, org, aggregate, id }: Stream, version: number): string =>
  newId(`${context} ${org} ${aggregate} ${id} ${version}`);

export interface EventType<Type extends string, Data, PublishedData = any> {
  /** Only in the type: the published part of the data. */
  readonly published?: PublishedData;
  (data: Data): Event<Type, Data>;
  readonly type: Type;
  readonly revision: number;
  readonly schema: z.ZodObject;
  /** Names of the fields with personal data; the publisher removes them. */
  readonly personal: readonly string[];
  /** The data of an event of any revision, in the current shape. */
  read(fact: Event): Data;
}

/** Marks a field of an event as personal data: it is never published on the bus. */
export const personal = <Schema extends z.ZodType>(schema: Schema): Schema & PersonalMark =>
  schema.meta({ ...schema.meta(), personal: true }) as Schema & PersonalMark;

/** Only in the type. */
interface PersonalMark {
  readonly personal?: true;
}

type IsPersonal<Schema> = Schema extends { readonly personal?: true }
  ? 'personal' extends keyof Schema
    ? true
    : InnerIsPersonal<Schema>
  : InnerIsPersonal<Schema>;
type InnerIsPersonal<Schema> =
  Schema extends z.ZodOptional<infer Inner>
    ? IsPersonal<Inner>
    : Schema extends z.ZodNullable<infer Inner>
      ? IsPersonal<Inner>
      : Schema extends z.ZodDefault<infer Inner>
        ? IsPersonal<Inner>
        : Schema extends z.ZodArray<infer Inner>
          ? IsPersonal<Inner>
          : false;

/** The fields that are not personal. */
type PublicFields<Fields> = { [K in keyof Fields as IsPersonal<Fields[K]> extends true ? never : K]: Fields[K] };

/** The data of an event as it is published: without personal fields. */
export type Published<Of> = Of extends EventType<any, any, infer Data> ? Data : never;

/** The schemas that a schema contains, whatever its kind: wrapped, items, or the fields of an object. */
const partsOf = ({ def }: z.ZodType): z.ZodType[] => {
  const { getter, ...parts } = def as unknown as Record<string, unknown>;
  const found = (part: unknown): z.ZodType[] => {
    if (typeof part !== 'object' || part === null) return [];
    return part instanceof z.ZodType ? [part] : Object.values(part).flatMap(found);
  };
  return [...(typeof getter === 'function' ? [getter()] : []), ...found(parts)];
};

/** A mark is found at any depth: `personal(…).optional()`, an array, a tuple, a key of a record, an object. */
const hasPersonalData = (schema: z.ZodType, seen = new Set<z.ZodType>()): boolean => {
  if (seen.has(schema)) return false;
  seen.add(schema);
  return Boolean(schema.meta()?.personal) || partsOf(schema).some((part) => hasPersonalData(part, seen));
};

/**
 * Declares an event. Each upcaster converts the data to the next revision, oldest first, so an event with two upcasters
 * is in its third revision.
 */
export const event = <const Type extends string, Fields extends z.ZodRawShape>(
  type: Type,
  fields: Fields,
  ...upcasters: ((older: any) => unknown)[]
): EventType<Type, z.infer<z.ZodObject<Fields>>, z.infer<z.ZodObject<PublicFields<Fields>>>> => {
  type Data = z.infer<z.ZodObject<Fields>>;
  const schema = z.object(fields);
  const revision = upcasters.length + 1;
  const personalFields = Object.keys(fields).filter((name) => hasPersonalData(fields[name] as z.ZodType));

  return Object.assign((data: Data) => ({ type, revision, data: schema.parse(data) as Data }), {
    type,
    revision,
    schema,
    personal: personalFields,
    read: (fact: Event): Data =>
      fact.revision === revision
        ? fact.data
        : upcasters.slice(fact.revision - 1).reduce((older, lift) => lift(older) as any, fact.data),
  });
};

/** `deliveries#<org>#delivery#<id>`: the partition key of a stream. */
export const streamKey = ({ context, org, aggregate, id }: Stream): string => `${context}#${org}#${aggregate}#${id}`;
