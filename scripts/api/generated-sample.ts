import { sample } from 'openapi-sampler';
import * as z from 'zod';

/** Data that a schema accepts, always the same for the same schema. */
export const generatedSample = (schema: z.ZodType): Readonly<Record<string, unknown>> => {
  const jsonSchema = z.toJSONSchema(schema, {
    override: ({ jsonSchema: one }) => {
      // zod limits every integer, and the limit would be the sample.
      if (one.minimum === Number.MIN_SAFE_INTEGER) delete one.minimum;
    },
  });
  return sample(jsonSchema as object, {}, jsonSchema as object) as Record<string, unknown>;
};
