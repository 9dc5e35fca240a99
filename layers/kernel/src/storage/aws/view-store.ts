import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { ConcurrencyError, indexNames, type RowChange, type ViewStore } from '../../platform.ts';
import { countedIn, tallyChanges, tallyKey, tallyUpdate } from './counters.ts';
import { indexedKeyIn, itemOf, listKey, rowIn, rowKey, startKey, unchanged } from './row-items.ts';
import { everyPage, type Item, Refused, s, type Table } from './table.ts';

/** BatchGetItem takes a hundred keys, a transaction a hundred writes (DynamoDB's limits); short ones meet fewer rivals. */
const keysPerBatch = 100;
const rowsPerTransaction = 20;
const writesAtATime = 8;

/** Read models in the one table: a row is an item, its lists are the sparse indexes, which hold keys only. */
export const dynamoViewStore = (table: Table, clock: () => Date): ViewStore => ({
  get: async (view, key, { consistent = false } = {}) => {
    const item = await table.get({ Key: { pk: s(rowKey(view, key)), sk: s('row') }, ConsistentRead: consistent });
    return item && rowIn(item, view);
  },

  put: async (view, row, instead) => {
    try {
      await write(table, clock, [{ view, row, previous: instead }]);
    } catch (error) {
      throw error instanceof Refused ? new ConcurrencyError(`row ${row.key} has moved on`, { cause: error }) : error;
    }
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

  putMany: async (changes) => {
    const counts = (change: RowChange) => tallyChanges([change]).length > 0;
    const groups = [
      ...inChunks(changes.filter(counts), rowsPerTransaction),
      ...changes.filter((it) => !counts(it)).map((it) => [it]),
    ];
    const left: (typeof changes)[number][] = [];
    await mapWithConcurrency(groups, writesAtATime, async (group) => {
      try {
        await write(table, clock, group);
      } catch {
        // Whatever it was, each row is tried again alone, and fails alone if it must.
        left.push(...group);
      }
    });
    return left;
  },

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
      ExpressionAttributeValues: { ':pk': s(tallyKey(view)), ':from': s(`b#${from}`), ':to': s(`b#${to}`) },
    });
    return items.map(countedIn).filter(({ bucket }) => bucket < to);
  },
});

/** Rows with what they add to the tallies: all or nothing. A row that counts nothing new is a plain put. */
const write = async (table: Table, clock: () => Date, changes: readonly RowChange[]) => {
  const puts = changes.map(({ view, row, previous }) => ({
    Item: itemOf(view, row, clock),
    ...(previous ? unchanged(previous) : { ConditionExpression: 'attribute_not_exists(pk)' }),
  }));
  const tallies = tallyChanges(changes);
  if (puts.length === 1 && tallies.length === 0) return table.put(puts[0]!);
  return table.transact([
    ...puts.map((put) => ({ Put: { TableName: table.name, ...put } })),
    ...tallies.map(({ view, bucket, counts }) => ({
      Update: { TableName: table.name, ...tallyUpdate(view, bucket, counts) },
    })),
  ]);
};

const inChunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, i * size + size));
