import * as z from 'zod';
import type { CreateDocumentOptions } from 'zod-openapi';

/** What zod says of a schema, made what it means over HTTP. */
export const mended: NonNullable<CreateDocumentOptions['override']> = ({ zodSchema, jsonSchema, io }) => {
  // Answers only grow: a field that a client does not know yet is no mistake.
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // zod repeats some formats as patterns, hundreds of characters long.
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  // A number or a flag in a query string is text to zod.
  if (jsonSchema.type === 'integer' || jsonSchema.type === 'boolean') {
    delete jsonSchema.pattern;
    delete jsonSchema.enum;
  }
  if (jsonSchema.type === 'integer') {
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  }
  // zod leaves the default of what it transforms to itself.
  const { default: otherwise } = z.globalRegistry.get(zodSchema) ?? {};
  if (otherwise !== undefined) jsonSchema.default = otherwise;
  // Marks of our own.
  delete (jsonSchema as Record<string, unknown>).personal;
};
