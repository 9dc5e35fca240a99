import { inject } from 'vitest';

interface Schema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

type Path = readonly (string | number)[];

export interface InvalidBody {
  /** The path of the invalid field, as in a problem. */
  readonly field: string;
  readonly how: string;
  readonly body: object;
}

const operation = (route: string): any => {
  const [method, path] = route.split(' ') as [string, string];
  return inject('waybill').api.paths[path]![method.toLowerCase()];
};

/** A schema with its references resolved. */
const resolved = (schema: any): any => {
  if (Array.isArray(schema)) return schema.map(resolved);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...own } = schema;
  const named = $ref && inject('waybill').api.components.schemas![$ref.split('/').at(-1)];
  return Object.fromEntries(Object.entries({ ...named, ...own }).map(([name, value]) => [name, resolved(value)]));
};

export const bodySchemaOf = (route: string): Schema | undefined =>
  resolved(operation(route).requestBody?.content['application/json']?.schema);

export const queryParametersOf = (route: string): { name: string; schema: Schema }[] =>
  resolved(operation(route).parameters.filter((it: any) => it.in === 'query'));

/** All variants of a valid body with one invalid field, from the OpenAPI document. */
export const invalidBodies = (route: string, body: object): InvalidBody[] => {
  const schema = bodySchemaOf(route);
  return schema ? invalidObjects(schema, body, []) : [];
};

const invalidObjects = (schema: Schema, whole: object, at: Path): InvalidBody[] => {
  const { properties = {}, required = [] } = schema;
  const named = (name: string) => [...at, name];
  return [
    ...required.map((name) => withInvalid(whole, named(name), 'is missing', undefined)),
    withInvalid(whole, named('unheardOf'), 'is not known', 1),
    ...Object.entries(properties).flatMap(([name, field]) => spoilField(field, whole, named(name))),
  ];
};

const spoilField = (schema: Schema, whole: object, at: Path): InvalidBody[] => {
  const nullable = schema.anyOf?.some(({ type }) => type === 'null') ?? false;
  const plain = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  const wrong = (how: string, value: unknown) => withInvalid(whole, at, how, value);
  const types = { string: 'text', number: 7.25, boolean: true, array: [1], object: { a: 1 } };
  const own = plain.type === 'integer' ? 'number' : ((plain.type as string) ?? 'string');
  return [
    ...Object.entries(types)
      .filter(([type]) => type !== own)
      .map(([type, value]) => wrong(`is of type ${type}`, value)),
    ...(nullable ? [] : [wrong('is null', null)]),
    ...wrongStrings(plain).map(([how, value]) => wrong(how, value)),
    ...wrongNumbers(plain).map(([how, value]) => wrong(how, value)),
    ...(plain.type === 'array' ? spoilArray(plain, whole, at) : []),
    ...(plain.type === 'object' ? spoilNested(plain, whole, at) : []),
  ];
};

const otherCase = (word: string) => (word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase());

const wrongStrings = ({ type, enum: words, format, minLength, maxLength }: Schema): [string, unknown][] => {
  if (words) {
    const wrong = ['Nonsense', '', otherCase(String(words[0])), ` ${words[0]}`];
    return wrong.map((word) => [`is "${word}"`, word]);
  }
  if (type !== 'string') return [];
  if (format === 'uuid') return ['', 'seven', '00000000-0000-0000-0000', '{}'].map((id) => [`is "${id}"`, id]);
  if (format === 'date-time')
    return [
      '',
      'yesterday',
      '2026-05-04',
      '2026-05-04T08:30:00',
      '2026-02-30T08:30:00Z',
      '+012026-05-04T08:30:00Z',
    ].map((time) => [`is "${time}"`, time]);
  return [
    ...(maxLength ? [['is too long', 'x'.repeat(maxLength + 1)] as [string, unknown]] : []),
    // Four bytes each; a body of 256 KiB is too large as a whole.
    ...(maxLength && maxLength < 30_000 ? [['is far too long', '🚚'.repeat(maxLength * 2)] as [string, unknown]] : []),
    ...(minLength
      ? ([
          ['is blank', ' \t\n '],
          ['is empty', ''],
        ] as [string, unknown][])
      : []),
    ['has control characters', 'a\u0000b'],
    ['is half a character', 'a\ud83d'],
  ];
};

const wrongNumbers = ({ type, minimum, maximum, exclusiveMinimum }: Schema): [string, unknown][] => {
  if (type !== 'number' && type !== 'integer') return [];
  return [
    ['is a number in quotes', '1'],
    ...(minimum !== undefined ? [['is below', minimum - 1] as [string, unknown]] : []),
    ...(exclusiveMinimum !== undefined ? [['is at an open limit', exclusiveMinimum] as [string, unknown]] : []),
    ...(maximum !== undefined ? [['is above', maximum + 1] as [string, unknown]] : []),
    ...(type === 'integer' ? [['is broken', 1.5] as [string, unknown]] : []),
  ];
};

const spoilArray = ({ items, minItems, maxItems }: Schema, whole: object, at: Path): InvalidBody[] => {
  const first = read(whole, [...at, 0]);
  return [
    ...(minItems ? [withInvalid(whole, at, 'is empty', [])] : []),
    ...(maxItems ? [withInvalid(whole, at, 'has too many', Array(maxItems + 1).fill(first))] : []),
    ...(items?.type === 'object' && first ? invalidObjects(items, whole, [...at, 0]) : []),
  ];
};

const examples: Readonly<Record<string, object>> = {
  position: { latitude: 1, longitude: 2 },
  promised: { from: '2030-01-01T00:00:00Z', to: '2030-01-02T00:00:00Z' },
};

const spoilNested = (schema: Schema, whole: object, at: Path): InvalidBody[] =>
  invalidObjects(schema, change(whole, at, examples[String(at.at(-1))] ?? {}), at);

const withInvalid = (whole: object, at: Path, how: string, value: unknown): InvalidBody => ({
  field: at.join('.'),
  how,
  body: change(whole, at, value),
});

const read = (value: any, [head, ...rest]: Path): any => (head === undefined ? value : read(value?.[head], rest));

const change = (value: any, [head, ...rest]: Path, to: unknown): any => {
  if (head === undefined) return to;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[head] = change(copy[head], rest, to);
  return copy;
};
