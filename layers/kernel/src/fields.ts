import * as z from 'zod';

const collapse = (value: string) => value.replace(/\s+/gu, ' ').trim();
const length = (value: string) => [...value].length;

const measured = (min: number, max: number) =>
  z
    .string()
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'must not contain control characters')
    .refine((value) => length(value) >= min, min === 1 ? 'must not be blank' : `must have at least ${min} characters`)
    .refine((value) => length(value) <= max, `must have at most ${max} characters`);

/** What `measured` accepts, as a pattern for the API description; whitespace is collapsed before. */
const printable = '[^\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f]';

/**
 * Text typed by people: trimmed, inner whitespace collapsed, `min`–`max` characters (Unicode code points).
 *
 * @param pattern what is accepted, for the API description, where a refinement accepts less
 */
export const text = (max: number, min = 1, pattern = `^(?!\\s*$)${printable}+$`) =>
  z.string().meta({ minLength: min, maxLength: max, pattern }).transform(collapse).pipe(measured(min, max));

/** As `text`, but blank text counts as absent. */
export const optionalText = (max: number) =>
  z
    .string()
    .meta({ maxLength: max, pattern: `^${printable}*$` })
    .transform((value) => collapse(value) || undefined)
    .pipe(measured(1, max).optional())
    .optional();

/** As `optionalText`, where `null` removes the value. */
export const clearableText = (max: number) => optionalText(max).nullable();

/** A UUID of any version, converted to lower case. */
export const id = () => z.guid().toLowerCase();

/** A time with an offset, converted to ISO-8601 in UTC with milliseconds. */
export const time = () =>
  z.iso
    .datetime({ offset: true, error: 'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z' })
    .transform((value) => new Date(value))
    .refine((date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999, 'must lie in the years 1 to 9999')
    .transform((date) => date.toISOString());

const latitude = 'Degrees north of the equator; negative south of it.';
const longitude = 'Degrees east of Greenwich; negative west of it.';
const degrees = {
  latitude: z.number().min(-90).max(90).describe(latitude),
  longitude: z.number().min(-180).max(180).describe(longitude),
};
const where = {
  description: 'A place on the earth: WGS 84, in decimal degrees.',
  example: { latitude: 48.2084, longitude: 16.3731 },
};

/** A position in a request: WGS 84, decimal degrees. */
const PositionInput = z.strictObject(degrees).meta({ id: 'PositionInput', ...where });
export const position = () => PositionInput;

/** A position in a response. */
export const Position = z
  .object({ latitude: z.number().describe(latitude), longitude: z.number().describe(longitude) })
  .meta({ id: 'Position', ...where });
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
export const bool = () =>
  z
    .enum(['true', 'false'])
    .meta({ type: 'boolean' })
    .transform((value) => value === 'true');

/** One or more values of an enum in a query string: repeated, or separated by commas. */
export const csv = <const Values extends Record<string, string>>(values: z.ZodEnum<Values>) =>
  z
    .preprocess(
      (given) => (given === undefined ? undefined : [given].flat().flatMap((value) => String(value).split(','))),
      z
        .array(values)
        .max(values.options.length * 2)
        .optional(),
    )
    .optional();

/** The paging parameters of every list. */
export const page = {
  limit: wholeNumber(1, 100).default(25).meta({ default: 25, description: 'The maximum number of items in a page.' }),
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('The position of the page: the `nextCursor` of the previous page, with the same filters.'),
};

const pages = new Map<z.ZodType, z.ZodType>();

/** For lists that are shown as a whole, such as a board: pages of the maximum size. */
export const largePage = {
  ...page,
  limit: wholeNumber(1, 100).default(100).meta({ default: 100, description: 'The maximum number of items in a page.' }),
};

/** The response of every list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => {
  const known = pages.get(item) as ReturnType<typeof pageSchema<Item>> | undefined;
  const made = known ?? pageSchema(item);
  pages.set(item, made);
  return made;
};

const pageSchema = <Item extends z.ZodType>(item: Item) => {
  const id = item.meta()?.id;
  return z
    .object({
      items: z
        .array(item)
        .describe(
          'The items of this page, at most `limit`. With filters and in the audit a page may have fewer items, or none, although more follow: only the last page has no `nextCursor`.',
        ),
      nextCursor: z.string().optional().describe('The `cursor` of the next page; absent in the last page.'),
      asOf: z.iso.datetime().describe('When the list was read. What was written just before may be missing.'),
    })
    .meta({ ...(id && { id: `${id}Page` }), description: 'One page of a list.' });
};

/** A resource that is read by id, with its version: its `ETag` begins with it. */
export const versioned = <Thing extends z.ZodObject>(thing: Thing) =>
  thing.and(
    z.object({ version: z.int().min(0).describe('The number of events in its history; `ETag` begins with it.') }),
  );
