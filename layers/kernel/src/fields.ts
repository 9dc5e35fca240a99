import * as z from 'zod';

const collapse = (value: string) => value.replace(/\s+/gu, ' ').trim();
const length = (value: string) => [...value].length;

const measured = (min: number, max: number) =>
  z
    .string()
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'must not contain control characters')
    .refine((value) => length(value) >= min, min === 1 ? 'must not be blank' : `must have at least ${min} characters`)
    .refine((value) => length(value) <= max, `must have at most ${max} characters`);

/** Text as people type it: trimmed, inner whitespace collapsed, `min`–`max` characters (Unicode code points). */
export const text = (max: number, min = 1) =>
  z.string().meta({ minLength: min, maxLength: max }).transform(collapse).pipe(measured(min, max));

/** As `text`, but a blank one is as good as none. */
export const optionalText = (max: number) =>
  z
    .string()
    .meta({ maxLength: max })
    .transform((value) => collapse(value) || undefined)
    .pipe(measured(1, max).optional())
    .optional();

/** As `optionalText`, where `null` says: take it away. */
export const clearableText = (max: number) => optionalText(max).nullable();

/** An id of ours, in lower case. */
export const id = () => z.uuid().toLowerCase();

/** A moment with an offset, kept as ISO-8601 in UTC with milliseconds. */
export const time = () =>
  z.iso
    .datetime({ offset: true, error: 'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z' })
    .transform((value) => new Date(value))
    .refine((date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999, 'must lie in the years 1 to 9999')
    .transform((date) => date.toISOString());

/** WGS 84, decimal degrees. */
export const position = () =>
  z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });

export type Position = { readonly latitude: number; readonly longitude: number };

/** A number in a query string or a path. */
export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .meta({ type: 'integer', minimum: min, maximum: max })
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

/** `true` or `false` in a query string. */
export const flag = () => z.enum(['true', 'false']).transform((value) => value === 'true');

/** One or more values in a query string: repeated, or separated by commas. */
export const several = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .preprocess(
      (given) => (given === undefined ? undefined : [given].flat().flatMap((value) => String(value).split(','))),
      z
        .array(z.enum(values))
        .max(values.length * 2)
        .optional(),
    )
    .optional();

/** What every list takes. */
export const page = {
  limit: wholeNumber(1, 100).default(25).meta({ default: 25 }),
  cursor: z.string().max(2000).optional(),
};

/** What every list answers. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional(), asOf: z.iso.datetime() });
