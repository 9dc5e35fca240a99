import type { RateItem, RateState, Rates } from '../../../limits/rate/rates.ts';
import { type Item, n, s, type Table } from '../table.ts';

/** Numbers sort as text when they have the same length. */
const sortOf = (window: number) => s(String(window).padStart(10, '0'));
const keyOf = (key: string) => s(`limits#-#rate#${key}`);

const stateIn = (item: Item): RateState => ({ counts: named(item, 'c'), blocks: named(item, 'b') });

const named = (item: Item, kind: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      name.startsWith(`${kind}.`) ? [[name.slice(kind.length + 1), Number(value.N)]] : [],
    ),
  );

/** Counted requests in the single table: an item for each subject and window, so that nothing old has to be removed. */
export const dynamoRates = (table: Table, clock: () => Date): Rates => ({
  add: async ({ key, window }, { counts, blocks = {}, expiresAt }) => {
    const [added, set] = [Object.entries(counts), Object.entries(blocks)];
    const { Attributes } = await table.update({
      Key: { pk: keyOf(key), sk: sortOf(window) },
      UpdateExpression: [
        `SET expiresAt = :e${set.map((_, i) => `, #b${i} = if_not_exists(#b${i}, :b${i})`).join('')}`,
        ...(added.length ? [`ADD ${added.map((_, i) => `#c${i} :c${i}`).join(', ')}`] : []),
      ].join(' '),
      ...((added.length || set.length) && {
        ExpressionAttributeNames: Object.fromEntries([
          ...added.map(([field], i) => [`#c${i}`, `c.${field}`]),
          ...set.map(([field], i) => [`#b${i}`, `b.${field}`]),
        ]),
      }),
      ExpressionAttributeValues: Object.fromEntries([
        [':e', n(expiresAt)],
        ...added.map(([, by], i) => [`:c${i}`, n(by)]),
        ...set.map(([, until], i) => [`:b${i}`, n(until)]),
      ]),
      ReturnValues: 'ALL_NEW',
    });
    return stateIn(Attributes ?? {});
  },
  before: async ({ key, window }: RateItem, windows) => {
    const { Items = [] } = await table.query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
      ExpressionAttributeValues: { ':pk': keyOf(key), ':from': sortOf(window - windows), ':last': sortOf(window - 1) },
    });
    const now = clock().getTime() / 1000;
    const alive = Items.filter(({ expiresAt }) => Number(expiresAt!.N) > now);
    return new Map(alive.map((item) => [Number(item.sk!.S), stateIn(item)]));
  },
});
