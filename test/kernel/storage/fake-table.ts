import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, Refused, type Table } from '@waybill/kernel/storage/aws/table';

type Values = Readonly<Record<string, AttributeValue>>;
interface Conditional {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Values;
}

const keyOf = ({ pk, sk }: Item) => `${pk!.S} ${sk!.S}`;
const textOf = (value: AttributeValue | undefined) => JSON.stringify(value);

/** Whether an item meets a condition: equality, `IN`, absence, and all of them joined by `AND`. */
const meets = (
  item: Item,
  { ConditionExpression, ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Conditional,
) =>
  (ConditionExpression?.split(' AND ') ?? []).every((clause) => {
    const [, absent] = /^attribute_not_exists\((.+)\)$/.exec(clause) ?? [];
    const attribute = (name: string) => item[ExpressionAttributeNames[name] ?? name];
    if (absent) return attribute(absent) === undefined;
    const [, name = '', values = ''] = /^(\S+) (?:=|IN) \(?([^)]+)\)?$/.exec(clause) ?? [];
    return values.split(', ').some((value) => textOf(attribute(name)) === textOf(ExpressionAttributeValues[value]));
  });

/** The effect of an update expression of counters: `SET` and `ADD`. */
const updated = (
  item: Item,
  expression: string,
  { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Conditional,
): Item => {
  const [, sets = '', adds = ''] = /^SET (.*?)\s*(?:ADD (.*))?$/.exec(expression) ?? [];
  const named = (name: string) => ExpressionAttributeNames[name] ?? name;
  const parts = (text: string, by: RegExp) =>
    text
      .split(', ')
      .filter(Boolean)
      .map((it) => it.split(by) as [string, string]);
  return {
    ...item,
    ...Object.fromEntries(parts(sets, / = /).map(([name, value]) => [named(name), ExpressionAttributeValues[value]!])),
    ...Object.fromEntries(
      parts(adds, / /).map(([name, value]) => {
        const sum = Number(item[named(name)]?.N ?? 0) + Number(ExpressionAttributeValues[value]!.N);
        return [named(name), { N: String(sum) }];
      }),
    ),
  };
};

/**
 * The part of a table that rows and counters need, in memory; `before` is awaited before every call. The contract tests
 * run against the real one, too.
 */
export const fakeTable = (before: (call: string) => Promise<void>): Table => {
  const items = new Map<string, Item>();
  const write = (key: string, next: (item: Item) => Item, condition: Conditional) => {
    const item = items.get(key) ?? {};
    if (!meets(item, condition)) throw new Refused([0]);
    items.set(key, next(item));
  };
  const calls = {
    get: async ({ Key }: any) => items.get(keyOf(Key)),
    batchGet: async (keys: readonly Item[]) =>
      keys.map((key) => items.get(keyOf(key))).filter((item) => item !== undefined),
    put: async ({ Item, ...condition }: any) => write(keyOf(Item), () => Item, condition),
    update: async ({ Key, UpdateExpression, ...condition }: any) =>
      write(keyOf(Key), (item) => ({ ...Key, ...updated(item, UpdateExpression, condition) }), condition),
    query: async ({ ExpressionAttributeValues: { ':pk': pk } }: any) => ({
      Items: [...items.values()].filter((item) => item.pk!.S === pk.S),
    }),
  };
  const watched = Object.entries(calls).map(([name, call]) => [
    name,
    async (...asked: [any]) => {
      await before(name);
      return call(...asked);
    },
  ]);
  return { name: 'fake', ...Object.fromEntries(watched) };
};
