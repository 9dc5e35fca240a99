import * as z from 'zod';

/** Something that happened. `data` is plain JSON: dates are ISO strings, ids are strings. */
export interface Event<Type extends string = string, Data = any> {
  readonly type: Type;
  /** Which shape the data is in; see `event`. */
  readonly revision: number;
  readonly data: Data;
}

/** Where a history is kept: one aggregate of one organisation, in the context that owns it. */
export interface Stream {
  readonly context: string;
  readonly org: string;
  readonly aggregate: string;
  readonly id: string;
}

/** A fact with its place in history. */
export type RecordedEvent<F extends Event = Event> = F & {
  readonly stream: Stream;
  /** 1, 2, 3 … within the stream. */
  readonly version: number;
  readonly at: string;
  readonly by: string;
  /** What made it happen: a digest of caller, route and idempotency key. */
  readonly commandId: string;
  /** A digest of what was asked, so that a reused key with another body is told apart. */
  readonly inputHash: string;
  readonly correlationId: string;
  /** Who was really at work, where somebody acted as somebody else. */
  readonly impersonatedBy?: string;
};

export interface EventType<Type extends string, Data> {
  (data: Data): Event<Type, Data>;
  readonly type: Type;
  readonly revision: number;
  readonly schema: z.ZodObject;
  /** Names of the fields that tell about a person; the publisher leaves them out. */
  readonly personal: readonly string[];
  /** The data of a fact of any revision, in today's shape. */
  read(fact: Event): Data;
}

/** Marks a field of an event as telling about a person: it never leaves the house on the bus. */
export const personal = <Schema extends z.ZodType>(schema: Schema): Schema =>
  schema.meta({ ...schema.meta(), personal: true }) as Schema;

/** The schemas that a schema is made of, whatever its kind: wrapped, listed, or the fields of an object. */
const partsOf = ({ def }: z.ZodType): z.ZodType[] => {
  const { getter, ...parts } = def as unknown as Record<string, unknown>;
  const found = (part: unknown): z.ZodType[] => {
    if (typeof part !== 'object' || part === null) return [];
    return part instanceof z.ZodType ? [part] : Object.values(part).flatMap(found);
  };
  return [...(typeof getter === 'function' ? [getter()] : []), ...found(parts)];
};

/** A mark counts wherever it is inside: `personal(…).optional()`, a list, a tuple, a key of a record, an object. */
const hasPersonalData = (schema: z.ZodType, seen = new Set<z.ZodType>()): boolean => {
  if (seen.has(schema)) return false;
  seen.add(schema);
  return Boolean(schema.meta()?.personal) || partsOf(schema).some((part) => hasPersonalData(part, seen));
};

/**
 * Declares an event. Each upcaster lifts the data by one revision, oldest first,
 * so an event with two upcasters is in its third revision.
 */
export const event = <const Type extends string, Fields extends z.ZodRawShape>(
  type: Type,
  fields: Fields,
  ...upcasters: ((older: any) => unknown)[]
): EventType<Type, z.infer<z.ZodObject<Fields>>> => {
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

/** `deliveries#<org>#delivery#<id>`: the partition a stream lives in. */
export const streamKey = ({ context, org, aggregate, id }: Stream): string => `${context}#${org}#${aggregate}#${id}`;
