import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { hours } from './world.ts';

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export type Ids = Readonly<Record<string, string>>;

/** Derived once for each schema: requests are made by the thousand. */
const known = new WeakMap<z.ZodObject, Schema>();
const schemaOf = (input: z.ZodObject): Schema => {
  const made = known.get(input);
  if (made) return made;
  const { $defs = {}, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
  const whole = resolved(schema, $defs);
  known.set(input, whole);
  return whole;
};

/** Input that the schema accepts, with these ids where a field has the name of one; undefined if none was found. */
export const sampleOf = (input: z.ZodObject, ids: Ids, example?: object): Record<string, unknown> | undefined => {
  const whole = schemaOf(input);
  for (const fields of optionsOf(whole)) {
    const candidate = objectOf(whole, fields, ids);
    if (input.safeParse(candidate).success) return candidate;
  }
  const given = withIds(example, ids);
  return input.safeParse(given).success ? (given as Record<string, unknown>) : undefined;
};

/** The schema with its references resolved. */
const resolved = (schema: any, named: Readonly<Record<string, Schema>>): any => {
  if (Array.isArray(schema)) return schema.map((each) => resolved(each, named));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...own } = schema;
  const whole = { ...named[$ref?.split('/').at(-1)], ...own };
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, resolved(value, named)]));
};

/** The sets of fields to try: the required ones, then one optional field more, then all. */
const optionsOf = ({ properties = {}, required = [] }: Schema): readonly (readonly string[])[] => {
  const others = Object.keys(properties).filter((name) => !required.includes(name));
  return [required, ...others.map((name) => [...required, name]), [...required, ...others]];
};

const objectOf = ({ properties = {} }: Schema, fields: readonly string[], ids: Ids) =>
  Object.fromEntries(fields.map((name) => [name, sampleFor(properties[name]!, name, ids)]));

const sampleFor = (schema: Schema, name: string, ids: Ids): unknown => {
  const { type, anyOf, const: only, enum: words, properties, required = [], items, minItems } = schema;
  if (ids[name] !== undefined) return ids[name];
  if (anyOf) return sampleFor(anyOf[0]!, name, ids);
  if (only !== undefined) return only;
  // The last of several values, because resources start with the first.
  if (words) return words.at(-1);
  if (type === 'object') return objectOf({ ...(properties && { properties }) }, required, ids);
  if (type === 'array') return Array.from({ length: minItems ?? 1 }, () => sampleFor(items!, name, ids));
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return numberOf(schema);
  return textOf(schema, name);
};

const numberOf = ({ minimum = 1, exclusiveMinimum = 0, pattern }: Schema): number | string => {
  const value = minimum > exclusiveMinimum ? minimum : Math.floor(exclusiveMinimum) + 1;
  // A number in a path or a query string is text.
  return pattern ? String(value) : value;
};

const textOf = ({ format, minLength = 1, maxLength = 64 }: Schema, name: string): string => {
  if (format === 'uuid') return randomUUID();
  if (format === 'date-time') return hours(24);
  if (format === 'uri' || /url$/i.test(name)) return 'https://example.com/sample';
  if (format === 'email' || name === 'email') return `${randomUUID()}@example.org`;
  return `${randomBytes(6).toString('hex')} sample`.slice(0, maxLength).padEnd(minLength, 'x');
};

/** The same, with these ids where a field has the name of one. */
const withIds = (value: unknown, ids: Ids): unknown => {
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, ids[name] ?? withIds(each, ids)]));
};
