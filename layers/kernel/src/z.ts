/**
 * The part of zod that functions and events use. Exported by name: a re-exported namespace cannot be tree-shaken, and
 * adds 450 KB.
 */

export type { infer, input, output, ZodEnum, ZodNumber, ZodObject, ZodRawShape, ZodString, ZodType } from 'zod';
export {
  array,
  boolean,
  coerce,
  discriminatedUnion,
  email,
  enum,
  guid,
  int,
  iso,
  lazy,
  literal,
  looseObject,
  number,
  object,
  record,
  strictObject,
  string,
  tuple,
  union,
  unknown,
  url,
  uuid,
} from 'zod';
