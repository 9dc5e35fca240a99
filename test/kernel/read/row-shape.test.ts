import { aggregate, event, projection, z } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';

const Begun = event('Begun', { name: z.string() });
const Moved = event('Moved', { to: z.string() });
const MovedOnce = event('Moved', { to: z.string() }, (older) => older);
/** An aggregate that declares every event that its projections handle. */
const named = (name: string) =>
  aggregate('here', name)
    .begin(Begun, ({ name }) => ({ name }))
    .on(Moved, (thing) => thing);
const it = named('thing');

const fields = {
  name: z.string(),
  at: z.string().nullable(),
  kind: z.enum(['One', 'Two']),
  size: z.number().optional(),
};
const Row = z.object(fields);
type Spec = Parameters<typeof projection<any>>[1];
const first = ({ data: { name } }: any) => ({ name, at: null, kind: 'One' as const });

const things = (change: Partial<Spec> = {}) =>
  projection<any>('things', {
    of: it,
    row: Row,
    indexes: { all: ({ name }) => ['', name], kind: ({ kind, name }) => [kind, name] },
    ...change,
  })
    .begin(Begun, first)
    .on(Moved, (row, { data: { to } }) => ({ ...row, at: to }));
const withRow = (row: z.ZodType) => things({ row }).shape();
const shape = things().shape();

test('a shape is eight characters, the same for the same projection, however often it is built', () => {
  expect(shape).toMatch(/^[\w-]{8}$/);
  expect(things().shape()).toBe(shape);
});

describe('a shape changes', () => {
  test.each([
    ['an additional field', { ...fields, more: z.string() }],
    ['a removed field', { name: z.string(), at: z.string().nullable(), kind: z.enum(['One', 'Two']) }],
    ['a field with another name', { ...fields, size: undefined, weight: z.number().optional() }],
    ['a field of another type', { ...fields, name: z.number() }],
    ['a field that may be null', { ...fields, name: z.string().nullable() }],
    ['a field that may be missing', { ...fields, name: z.string().optional() }],
    ['a field of another format', { ...fields, name: z.uuid() }],
    ['an additional value', { ...fields, kind: z.enum(['One', 'Two', 'Three']) }],
    ['a removed value', { ...fields, kind: z.enum(['One']) }],
    ['an array instead of one value', { ...fields, name: z.array(z.string()) }],
  ])('with %s', (_, changed) => {
    const row = z.object(Object.fromEntries(Object.entries(changed).filter(([, field]) => field)) as any);
    expect(withRow(row)).not.toBe(shape);
  });

  test('with a change deep inside', () => {
    const deep = (inner: z.ZodType) =>
      withRow(z.object({ ...fields, parts: z.array(z.object({ a: inner })).nullable() }));
    expect(deep(z.string())).not.toBe(deep(z.number()));
    expect(deep(z.union([z.string(), z.number()]))).not.toBe(deep(z.union([z.string(), z.boolean()])));
    expect(deep(z.record(z.string(), z.string()))).not.toBe(deep(z.record(z.string(), z.number())));
    expect(deep(z.tuple([z.string()]))).not.toBe(deep(z.tuple([z.string(), z.string()])));
    expect(deep(z.literal('a'))).not.toBe(deep(z.literal('b')));
  });

  test('when other events are folded, in another revision, or begin a row', () => {
    const base = projection<any>('things', { of: it, row: Row }).begin(Begun, first);
    const shapes = [base, base.on(Moved, (row) => row), base.on(MovedOnce, (row) => row), base.begin(Moved, first)].map(
      (one) => one.shape(),
    );
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test('when indexes have other names or another order, or there are counters, a key, another aggregate or another revision', () => {
    const all = ({ name }: any) => ['', name] as const;
    const elsewhere = named('other');
    const changes: Partial<Spec>[] = [
      { indexes: { all } },
      { indexes: { every: all, kind: all } },
      { indexes: { kind: all, all } },
      { counters: () => undefined },
      { key: () => 'one' },
      { of: elsewhere },
      { revision: 2 },
    ];
    const shapes = [shape, ...changes.map((change) => things(change).shape())];
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});

describe('a shape does not change', () => {
  test.each([
    ['fields are described', { ...fields, name: z.string().describe('What it is called').meta({ id: 'Name' }) }],
    ['fields have limits', { ...fields, name: z.string().min(1).max(9) }],
    ['fields are in another order', Object.fromEntries(Object.entries(fields).toReversed()) as typeof fields],
    ['values are in another order', { ...fields, kind: z.enum(['Two', 'One']) }],
  ])('when %s', (_, changed) => {
    expect(withRow(z.object(changed))).toBe(shape);
  });

  test('when events are named in another order', () => {
    const base = projection<any>('things', { of: it, row: Row });
    const one = base.begin(Begun, first).on(Moved, (row) => row);
    const other = base.on(Moved, (row) => row).begin(Begun, first);
    expect(other.shape()).toBe(one.shape());
  });
});
