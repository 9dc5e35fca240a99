import { inLanes } from '../in-lanes.ts';
import type { Counted, RowChange, StoredRow, View, ViewStore } from '../platform.ts';
import { LostRace } from '../platform.ts';
import { everyPage, type Item, n, Refused, s, type Table } from './table.ts';

const inChunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, i * size + size));

const rowKey = ({ context, org, name }: View, key: string) => `${context}#${org}#view#${name}#${key}`;
const listKey = ({ context, org, name }: View, list: string, by: string) =>
  `${context}#${org}#view#${name}#${list}#${by}`;
const tallyKey = ({ context, org, name }: View) => `${context}#${org}#tally#${name}`;

/** Rows that are gone are kept so long to ward off stale events: longer than a stream or a dead-letter queue remembers. */
const tombstoneDays = 30;

/** BatchGetItem takes a hundred keys, a transaction a hundred writes (DynamoDB's limits); short ones meet fewer rivals. */
const keysPerBatch = 100;
const rowsPerTransaction = 20;
const writesAtATime = 8;

/** Read models in the one table: a row is an item, its lists are the two sparse indexes. */
export const dynamoViewStore = (table: Table, clock: () => Date): ViewStore => ({
  get: async (view, key, { consistent = false } = {}) => {
    const item = await table.get({ Key: { pk: s(rowKey(view, key)), sk: s('row') }, ConsistentRead: consistent });
    return item && rowIn(item, view);
  },

  put: async (view, row, instead) => {
    try {
      await write(table, clock, [{ view, row, instead }]);
    } catch (error) {
      throw error instanceof Refused ? new LostRace(`row ${row.key} has moved on`, { cause: error }) : error;
    }
  },

  getMany: async (places) => {
    const keys = places.map(({ view, key }) => rowKey(view, key));
    const chunks = inChunks([...new Set(keys)], keysPerBatch);
    const found = await Promise.all(
      chunks.map((some) =>
        table.batchGet(
          some.map((pk) => ({ pk: s(pk), sk: s('row') })),
          { consistent: true },
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
    await inLanes(groups, writesAtATime, async (group) => {
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
    const gsi = `gsi${index + 1}`;
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
      after === undefined || early || late ? undefined : startKey(view, gsi, pk, after),
    );
    return items.map((item) => rowIn(item, view));
  },

  tallies: async (view, { from = '', to = '\uffff' } = {}) => {
    if (from >= to) return [];
    const items = await everyPage(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': s(tallyKey(view)), ':from': s(`b#${from}`), ':to': s(`b#${to}`) },
    });
    return items.map(countedIn).filter(({ bucket }) => bucket < to);
  },
});

/** The row that was read, and what it counted: a row told again has seen no more, but may count differently. */
const unchanged = ({ seen, counted }: StoredRow) => ({
  ConditionExpression: `seen = :seen AND ${counted ? 'counted = :counted' : 'attribute_not_exists(counted)'}`,
  ExpressionAttributeValues: { ':seen': n(seen), ...(counted && { ':counted': s(JSON.stringify(counted)) }) },
});

/** `<sort>#<key>` says where a list goes on: keys have no `#`. */
const startKey = (view: View, gsi: string, pk: string, after: string): Item => ({
  pk: s(rowKey(view, after.slice(after.lastIndexOf('#') + 1))),
  sk: s('row'),
  [`${gsi}pk`]: s(pk),
  [`${gsi}sk`]: s(after),
});

const itemOf = (view: View, { key, data, seen, listed, counted }: StoredRow, clock: () => Date): Item => ({
  pk: s(rowKey(view, key)),
  sk: s('row'),
  seen: n(seen),
  ...(data === undefined
    ? { expiresAt: n(Math.floor(clock().getTime() / 1000) + tombstoneDays * 86_400) }
    : { data: s(JSON.stringify(data)) }),
  ...(counted && { counted: s(JSON.stringify(counted)) }),
  ...Object.assign(
    {},
    ...listed.map(
      (listing, i) =>
        listing && {
          [`gsi${i + 1}pk`]: s(listKey(view, listing.list, listing.by)),
          [`gsi${i + 1}sk`]: s(`${listing.sort}#${key}`),
        },
    ),
  ),
});

const rowIn = (item: Item, view: View): StoredRow => {
  const key = item.pk!.S!.slice(rowKey(view, '').length);
  const listing = (gsi: string) => {
    const pk = item[`${gsi}pk`]?.S?.slice(rowKey(view, '').length);
    if (pk === undefined) return undefined;
    const cut = pk.indexOf('#');
    return { list: pk.slice(0, cut), by: pk.slice(cut + 1), sort: item[`${gsi}sk`]!.S!.slice(0, -key.length - 1) };
  };
  return {
    key,
    seen: Number(item.seen!.N),
    data: item.data?.S === undefined ? undefined : JSON.parse(item.data.S),
    counted: item.counted?.S === undefined ? undefined : JSON.parse(item.counted.S),
    listed: [listing('gsi1'), listing('gsi2')],
  };
};

/** Rows with what they add to the tallies: all or nothing. A row that counts nothing new is a plain put. */
const write = async (table: Table, clock: () => Date, changes: readonly RowChange[]) => {
  const puts = changes.map(({ view, row, instead }) => ({
    Item: itemOf(view, row, clock),
    ...(instead ? unchanged(instead) : { ConditionExpression: 'attribute_not_exists(pk)' }),
  }));
  const tallies = tallyChanges(changes);
  if (puts.length === 1 && tallies.length === 0) return table.put(puts[0]!);
  return table.transact([
    ...puts.map((put) => ({ Put: { TableName: table.name, ...put } })),
    ...tallies.map(({ view, bucket, counts }) => ({ Update: { TableName: table.name, ...add(view, bucket, counts) } })),
  ]);
};

interface TallyChange extends Counted {
  readonly view: View;
}

/** What must be added to which tallies when rows take the place of others. */
const tallyChanges = (changes: readonly RowChange[]): TallyChange[] => {
  const sums = new Map<string, { view: View; bucket: string; counts: Record<string, number> }>();
  const count = (view: View, counted: Counted | undefined, sign: 1 | -1) => {
    if (!counted) return;
    const key = `${tallyKey(view)} ${counted.bucket}`;
    const sum = sums.get(key) ?? { view, bucket: counted.bucket, counts: {} };
    for (const [name, n] of Object.entries(counted.counts)) sum.counts[name] = (sum.counts[name] ?? 0) + sign * n;
    sums.set(key, sum);
  };
  for (const { view, row, instead } of changes) {
    count(view, instead?.counted, -1);
    count(view, row.counted, 1);
  }
  return [...sums.values()]
    .map((sum) => ({ ...sum, counts: Object.fromEntries(Object.entries(sum.counts).filter(([, n]) => n)) }))
    .filter(({ counts }) => Object.keys(counts).length > 0);
};

const add = (view: View, bucket: string, counts: Counted['counts']) => {
  const names = Object.entries(counts);
  return {
    Key: { pk: s(tallyKey(view)), sk: s(`b#${bucket}`) },
    UpdateExpression: `ADD ${names.map((_, i) => `#${i} :${i}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map(([name], i) => [`#${i}`, `c.${name}`])),
    ExpressionAttributeValues: Object.fromEntries(names.map(([, count], i) => [`:${i}`, n(count)])),
  };
};

const countedIn = (item: Item): Counted => ({
  bucket: item.sk!.S!.slice(2),
  counts: Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (name.startsWith('c.') ? [[name.slice(2), Number(value.N)]] : [])),
  ),
});
