import type { Counted, StoredRow, View, ViewStore } from '../platform.ts';
import { LostRace } from '../platform.ts';
import { everyPage, type Item, n, Refused, s, type Table } from './table.ts';

const rowKey = ({ context, org, name }: View, key: string) => `${context}#${org}#view#${name}#${key}`;
const listKey = ({ context, org, name }: View, list: string, by: string) =>
  `${context}#${org}#view#${name}#${list}#${by}`;
const tallyKey = ({ context, org, name }: View) => `${context}#${org}#tally#${name}`;

/** Rows that are gone are kept so long to ward off stale events: longer than a stream or a dead-letter queue remembers. */
const tombstoneDays = 30;

/** Read models in the one table: a row is an item, its lists are the two sparse indexes. */
export const dynamoViewStore = (table: Table, clock: () => Date): ViewStore => ({
  get: async (view, key, { consistent = false } = {}) => {
    const item = await table.get({ Key: { pk: s(rowKey(view, key)), sk: s('row') }, ConsistentRead: consistent });
    return item && rowIn(item, view);
  },

  put: async (view, row, instead) => {
    const Put = {
      Item: itemOf(view, row, clock),
      ...(instead
        ? { ConditionExpression: 'seen = :seen', ExpressionAttributeValues: { ':seen': n(instead.seen) } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    };
    const tallies = changes(instead?.counted, row.counted);
    try {
      if (tallies.length === 0) await table.put(Put);
      else
        await table.transact([
          { Put: { TableName: table.name, ...Put } },
          ...tallies.map(({ bucket, counts }) => ({ Update: { TableName: table.name, ...add(view, bucket, counts) } })),
        ]);
    } catch (error) {
      throw error instanceof Refused ? new LostRace(`row ${row.key} has moved on`, { cause: error }) : error;
    }
  },

  list: async (view, { index, list, by, from, to, descending = false, after, limit }) => {
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
      after === undefined ? undefined : startKey(view, gsi, pk, after),
    );
    return items.map((item) => rowIn(item, view));
  },

  tallies: async (view, { from = '', to = '\uffff' } = {}) => {
    const items = await everyPage(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': s(tallyKey(view)), ':from': s(`b#${from}`), ':to': s(`b#${to}`) },
    });
    return items.map(countedIn).filter(({ bucket }) => bucket < to);
  },
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
  ...listed.reduce(
    (keys, listing, i) =>
      listing
        ? {
            ...keys,
            [`gsi${i + 1}pk`]: s(listKey(view, listing.list, listing.by)),
            [`gsi${i + 1}sk`]: s(`${listing.sort}#${key}`),
          }
        : keys,
    {},
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

/** What must be added to which tallies when one contribution takes the place of another. */
const changes = (before: Counted | undefined, after: Counted | undefined): Counted[] => {
  const sums = new Map<string, Record<string, number>>();
  for (const [counted, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    if (!counted) continue;
    const sum = sums.get(counted.bucket) ?? {};
    for (const [name, count] of Object.entries(counted.counts)) sum[name] = (sum[name] ?? 0) + sign * count;
    sums.set(counted.bucket, sum);
  }
  return [...sums]
    .map(([bucket, counts]) => ({
      bucket,
      counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count)),
    }))
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
