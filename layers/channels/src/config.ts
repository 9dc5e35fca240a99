import type { z } from '@waybill/kernel';

/** A configuration that cannot be used. The message names its fields, and contains none of their values. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Reads the JSON of a parameter. Throws `ConfigurationError`. */
export const configurationIn = <T>(schema: z.ZodType<T>, json: string): T => {
  const { success, data, error } = schema.safeParse(parsed(json));
  if (success) return data;
  const mistakes = error.issues.map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`);
  throw new ConfigurationError(`The configuration is not valid: ${mistakes.join('; ')}.`);
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    // The error of JSON.parse quotes the text, which has secrets.
    throw new ConfigurationError('The configuration is not JSON.');
  }
};
