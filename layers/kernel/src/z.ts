/** What functions and events say of shapes. By name, not all of zod: a namespace handed on cannot be shaken, and weighs 450 KB. */

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
