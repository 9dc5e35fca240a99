import type * as z from 'zod';
import { digest } from '../../ids.ts';

/** What determines the content of a stored row, apart from the code of the fold. */
export interface RowShape {
  /** The aggregates whose streams are folded, in the order of the fold. */
  readonly sources: readonly { readonly context: string; readonly name: string }[];
  readonly row: z.ZodType;
  /** The event types that are folded, and whether one of them begins a row. */
  readonly events: readonly { readonly type: string; readonly revision: number; readonly begins: boolean }[];
  /** The names of the indexes, in the order of the table's indexes that hold them. */
  readonly indexes: readonly string[];
  readonly hasKey: boolean;
  readonly hasCounters: boolean;
  /** Increased by hand when the fold changes in a way that none of the above shows. */
  readonly revision: number;
}

/**
 * A short name for the shape of a projection's rows: 48 bits, 8 characters. It is stored in each row; a row with
 * another one was written by another release, and its content is not used (ADR 13).
 */
export const shapeOf = ({ sources, row, events, indexes, hasKey, hasCounters, revision }: RowShape): string => {
  const folded = events.map(({ type, revision, begins }) => `${type}.${revision}${begins ? ' begins' : ''}`).toSorted();
  const [of, ...others] = sources;
  const more = others.map(({ context, name }) => `${context}.${name}`);
  const shape = [storedAs, of!.context, of!.name, structureOf(row), folded, indexes, hasKey, hasCounters, revision];
  return digest(JSON.stringify([...shape, ...more])).slice(0, 8);
};

/** Increased when rows of the same schema are stored in another way: 2 is `packingOf`. */
const storedAs = 2;

/**
 * Names and types of a schema, without what does not change a stored value: descriptions, limits, the order of fields.
 */
const structureOf = (schema: z.ZodType): unknown => {
  const { type, format, shape, element, innerType, valueType, options, items, entries, values, out } =
    schema.def as Definition;
  if (shape)
    return Object.keys(shape)
      .toSorted()
      .map((name) => [name, structureOf(shape[name]!)]);
  const within = [element, innerType, valueType, out, ...(options ?? []), ...(items ?? [])].flatMap(
    (part) => part ?? [],
  );
  const constants = [...Object.values(entries ?? {}), ...(values ?? [])].map(String).toSorted();
  return [type, ...(format ? [format] : []), ...constants, ...within.map(structureOf)];
};

/** The parts of a zod definition (`zod/v4/core`) that hold other schemas or constants. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly out?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly items?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
}
