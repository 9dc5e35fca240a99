import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { ConcurrencyError, indexNames, type RowChange, type ViewStore } from '../../platform.ts';
import { announce, settle } from './items/count.ts';
import { countedIn, countersKey } from './items/counters.ts';
import { indexedKeyIn, itemOf, listKey, rowIn, rowKey, startKey, tokenOf, unchanged } from './items/row-items.ts';
import { everyPage, type Item, Refused, s, type Table } from './table.ts';

/** BatchGetItem takes 100 keys (DynamoDB's limit). */
const keysPerBatch = 100;
const writesAtATime = 8;

/** Read models in the single table: a row is an item, its indexes are the sparse, keys-only indexes of the table. */
export const dynamoViewStore = (table: Table, clock: () => Date): ViewStore => ({
  get: async (view, key, { consistent = false } = {}) => {
    const item = await table.get({ Key: { pk: s(rowKey(view, key)), sk: s('row') }, ConsistentRead: consistent });
    return item && rowIn(item, view);
  },

  put: async (view, row, instead) => {
    const [error] = (await write(table, clock, [{ view, row, previous: instead }])).values();
    if (error !== undefined) throw error;
  },

  getMany: async (places, { consistent = true } = {}) => {
    const keys = places.map(({ view, key }) => rowKey(view, key));
    const chunks = inChunks([...new Set(keys)], keysPerBatch);
    const found = await Promise.all(
      chunks.map((some) =>
        table.batchGet(
          some.map((pk) => ({ pk: s(pk), sk: s('row') })),
          { consistent },
        ),
      ),
    );
    const items = new Map(found.flat().map((item) => [item.pk!.S!, item]));
    return places.map(({ view }, i) => {
      const item = items.get(keys[i]!);
      return item && rowIn(item, view);
    });
  },

  putMany: async (changes) => [...(await write(table, clock, changes)).keys()],

  list: async (view, { index, list, by, from, to, descending = false, after, limit }) => {
    /** DynamoDB refuses a range that ends before it begins, and a start outside of it. */
    const early = after !== undefined && from !== undefined && after < from;
    const late = after !== undefined && to !== undefined && after >= to;
    if ((from && to && from >= to) || (descending ? early : late)) return [];
    const gsi = indexNames[index]!;
    const pk = listKey(view, list, by);
    const values: Item = { ':pk': s(pk), ...(from && { ':from': s(from) }), ...(to && { ':to': s(to) }) };
    const range =
      from && to
        ? ` AND ${gsi}sk BETWEEN :from AND :to`
        : from
          ? ` AND ${gsi}sk >= :from`
          : to
            ? ` AND ${gsi}sk < :to`
            : '';
    const items = await everyPage(
      table,
      {
        IndexName: gsi,
        KeyConditionExpression: `${gsi}pk = :pk${range}`,
        ExpressionAttributeValues: values,
        ScanIndexForward: !descending,
      },
      limit,
      after === undefined || early || late ? undefined : startKey(view, index, pk, after),
    );
    return items.map((item) => indexedKeyIn(item, view, index));
  },

  counters: async (view, { from = '', to = '\uffff' } = {}) => {
    if (from >= to) return [];
    const items = await everyPage(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': s(countersKey(view)), ':from': s(`b#${from}`), ':to': s(`b#${to}`) },
    });
    return items.map(countedIn).filter(({ bucket }) => bucket < to);
  },
});

/**
 * Puts rows after their counts have been announced; returns those that were not put, and why. The counts of those are
 * corrected.
 */
const write = async <Change extends RowChange>(
  table: Table,
  clock: () => Date,
  changes: readonly Change[],
): Promise<ReadonlyMap<Change, unknown>> => {
  const counting = changes.filter(hasOtherCounts);
  const failed = new Map<Change, unknown>(await announced(table, counting));
  const timely = changes.filter((change) => !failed.has(change));
  await mapWithConcurrency(timely, writesAtATime, async (change) => {
    try {
      await put(table, clock, change);
    } catch (error) {
      failed.set(change, error);
    }
  });
  const uncounted = counting.filter((change) => failed.get(change) instanceof ConcurrencyError);
  if (uncounted.length) await settle(table, uncounted);
  return failed;
};

/** The changes that cannot be made, and why. */
const announced = async <Change extends RowChange>(
  table: Table,
  counting: readonly Change[],
): Promise<readonly (readonly [Change, unknown])[]> => {
  try {
    const overtaken = await announce(table, counting);
    return [...overtaken].map((change) => [change, new ConcurrencyError(`row ${change.row.key} has changed`)]);
  } catch (error) {
    return counting.map((change) => [change, error]);
  }
};

const hasOtherCounts = ({ row, previous }: RowChange) =>
  JSON.stringify(row.counters ?? null) !== JSON.stringify(previous?.counters ?? null);

const put = async (table: Table, clock: () => Date, change: RowChange) => {
  const { view, row, previous } = change;
  try {
    await table.put({
      Item: { ...itemOf(view, row, clock), w: s(tokenOf(change)) },
      ...(previous ? unchanged(previous) : { ConditionExpression: 'attribute_not_exists(pk)' }),
    });
  } catch (error) {
    throw error instanceof Refused ? new ConcurrencyError(`row ${row.key} has changed`, { cause: error }) : error;
  }
};

const inChunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, i * size + size));
