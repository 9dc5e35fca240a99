import * as z from 'zod';
import type { CreateDocumentOptions } from 'zod-openapi';

/** Adapts zod's JSON Schema to HTTP. */
export const schemaOverride: NonNullable<CreateDocumentOptions['override']> = ({ zodSchema, jsonSchema, io }) => {
  // Responses only grow: clients must accept unknown fields.
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // zod repeats some formats as patterns, hundreds of characters long.
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  // A number or a boolean in a query string is a string to zod.
  if (jsonSchema.type === 'integer' || jsonSchema.type === 'boolean') {
    delete jsonSchema.pattern;
    delete jsonSchema.enum;
  }
  if (jsonSchema.type === 'integer') {
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  }
  // zod leaves out the default of a transformed schema.
  const { default: otherwise } = z.globalRegistry.get(zodSchema) ?? {};
  if (otherwise !== undefined) jsonSchema.default = otherwise;
  // Waybill's own annotations.
  delete (jsonSchema as Record<string, unknown>).personal;
};
