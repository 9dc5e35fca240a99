import type * as z from 'zod';
import type { RowPacking } from '../../platform.ts';

/**
 * Rows as compact JSON: an object becomes an array of its values in the order of their names, a UUID 23 characters and
 * a time 9. This halves the write units of a row. The names come from the schema, whose digest is stored with the row;
 * a value that does not match the schema is stored unchanged.
 */
export const packingOf = (shape: string, row: z.ZodType): RowPacking => {
  const { pack, unpack } = codecOf(row);
  return { shape, pack, unpack };
};

interface Codec {
  readonly pack: (value: unknown) => unknown;
  readonly unpack: (stored: unknown) => unknown;
}

/** The parts of a zod definition (`zod/v4/core`) that hold other schemas. */
interface Definition {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly out?: z.ZodType;
}

const codecOf = (schema: z.ZodType): Codec => {
  const { shape, element, innerType, out } = schema.def as Definition;
  if (shape) return objectCodec(shape);
  if (element) return arrayCodec(codecOf(element));
  const within = innerType ?? out;
  if (within) return codecOf(within);
  return leaf;
};

/** An absent field. A UUID is longer, and other text that begins with `~` is escaped. */
const absent = '~';

const objectCodec = (shape: Readonly<Record<string, z.ZodType>>): Codec => {
  const fields = Object.keys(shape)
    .toSorted()
    .map((name) => ({ name, codec: codecOf(shape[name]!) }));
  const known = new Set(fields.map(({ name }) => name));
  return {
    pack: (value) => {
      if (!isObject(value) || !Object.keys(value).every((name) => known.has(name))) return value;
      return fields.map(({ name, codec }) => (value[name] === undefined ? absent : codec.pack(value[name])));
    },
    unpack: (stored) => {
      if (!Array.isArray(stored)) return stored;
      if (stored.length !== fields.length) throw new TypeError('a stored row does not have the fields of its schema');
      return Object.fromEntries(
        fields.flatMap(({ name, codec }, i) => (stored[i] === absent ? [] : [[name, codec.unpack(stored[i])]])),
      );
    },
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const arrayCodec = ({ pack, unpack }: Codec): Codec => ({
  pack: (value) => (Array.isArray(value) ? value.map(pack) : value),
  unpack: (stored) => (Array.isArray(stored) ? stored.map(unpack) : stored),
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * `~` and 16 bytes in base64url for a UUID, `@` and milliseconds in base 36 for a time, a backtick before text that
 * begins with one of these.
 */
export const packText = (text: string): string => {
  if (uuid.test(text)) return `~${Buffer.from(text.replaceAll('-', ''), 'hex').toString('base64url')}`;
  if (isTime(text)) return `@${Date.parse(text).toString(36)}`;
  return /^[~@`]/.test(text) ? `\`${text}` : text;
};

/** Invalid times, such as 30 February, stay text. */
const isTime = (text: string) => {
  if (!time.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
};

export const unpackText = (text: string): string => {
  if (text.startsWith('~'))
    return Buffer.from(text.slice(1), 'base64url')
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (text.startsWith('@')) return new Date(Number.parseInt(text.slice(1), 36)).toISOString();
  return text.startsWith('`') ? text.slice(1) : text;
};

/** Everything else, such as numbers and values of an open schema, is stored unchanged. */
const leaf: Codec = {
  pack: (value) => (typeof value === 'string' ? packText(value) : value),
  unpack: (stored) => (typeof stored === 'string' ? unpackText(stored) : stored),
};
