import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Claim } from '../../platform.ts';
import { indexedValue, type RecordChange, type RecordStore, type Records, type StoredRecord } from '../records.ts';
import { everyPage, type Item, n, s, type Table } from './table.ts';

const prefix = ({ context }: RecordStore, what: string) => `${context}#-#${what}#`;
const recordKey = (store: RecordStore, id: string) => `${prefix(store, 'record')}${store.name}#${id}`;
const heldKey = (store: RecordStore, field: string, value: string) =>
  `${prefix(store, 'held')}${store.name}#${field}#${value}`;
const underKey = (store: RecordStore, field: string, value: string) =>
  `${prefix(store, 'under')}${store.name}#${field}#${value}`;
const dueKey = (store: RecordStore) => `${prefix(store, 'due')}${store.name}`;

/** BatchGetItem takes 100 keys (DynamoDB's limit). */
const keysPerBatch = 100;

const everything = { limit: Number.POSITIVE_INFINITY };

const entryIn = <Data>({ id, data, v, until }: Item): StoredRecord<Data> => ({
  id: id!.S!,
  data: JSON.parse(data!.S!),
  version: Number(v!.N),
  ...(until && { expiresAt: until.S! }),
});

/**
 * Records in the single table: the record itself, an item for each of its unique values, and a copy of it for each
 * indexed field, so that reads by a field are strongly consistent.
 */
export const dynamoRecords = (table: Table, clock: () => Date): Records => {
  const alive = (item: Item | undefined) => item && (!item.until || item.until.S! > clock().toISOString());
  const entry = async <Data extends object>(store: RecordStore<Data>, id: string, { consistent = true } = {}) => {
    const item = await table.get({ Key: { pk: s(recordKey(store, id)), sk: s('record') }, ConsistentRead: consistent });
    return alive(item) ? entryIn<Data>(item!) : undefined;
  };
  return {
    get: entry,
    findByUnique: async (store, field, value) => {
      const item = await table.get({
        Key: { pk: s(heldKey(store, field, value)), sk: s('held') },
        ConsistentRead: true,
      });
      return item && entry(store, item.holder!.S!);
    },
    findBy: async (store, field, value, { limit = Number.POSITIVE_INFINITY, descending = false } = everything) => {
      const pk = s(underKey(store, field, value));
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ScanIndexForward: !descending,
      };
      const found: Item[] = [];
      let start: Item | undefined;
      // Expired items may still be in the table: further items are read in their place.
      for (;;) {
        const wanted = limit - found.length;
        const items = await everyPage(table, query, wanted, start);
        found.push(...items.filter(alive));
        if (items.length < wanted || found.length >= limit) return found.map((item) => entryIn<any>(item));
        start = { pk, sk: items.at(-1)!.sk! };
      }
    },
    /**
     * The index has keys only, and is eventually consistent: the records are read by their keys, until there are
     * enough.
     */
    findExpired: async (store, until, limit) => {
      const query = {
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk < :until',
        ExpressionAttributeValues: { ':pk': s(dueKey(store)), ':until': s(until) },
      };
      const found: StoredRecord<any>[] = [];
      let start: Item | undefined;
      for (;;) {
        const wanted = Math.min(limit - found.length, keysPerBatch);
        const keys = await everyPage(table, query, wanted, start);
        const items = await table.batchGet(keys.map(({ pk, sk }) => ({ pk: pk!, sk: sk! })));
        const byKey = new Map(items.map((item) => [item.pk!.S!, item]));
        const records = keys.flatMap(({ pk }) => {
          const item = byKey.get(pk!.S!);
          return item ? [entryIn<any>(item)] : [];
        });
        found.push(...records.filter(({ expiresAt }) => expiresAt !== undefined && expiresAt < until));
        if (keys.length < wanted || found.length >= limit) return found;
        start = keys.at(-1)!;
      }
    },
  };
};

interface EntryWrite {
  readonly write: TransactWriteItem;
  readonly claim?: Claim;
}

/** The items that a change writes, each on condition that it is unchanged since it was read. */
export const entryWrites = (change: RecordChange, now: string): EntryWrite[] => [
  recordWrite(change, now),
  ...change.store.unique.flatMap((field) => heldWrites(change, field, now)),
  ...change.store.indexed.flatMap((field) => underWrites(change, field)),
];

const itemOf = ({ id, before, after }: RecordChange): Item => ({
  id: s(id),
  data: s(JSON.stringify(after!.data)),
  v: n((before?.version ?? 0) + 1),
  ...(after!.expiresAt && { until: s(after!.expiresAt), expiresAt: n(Math.ceil(Date.parse(after!.expiresAt) / 1000)) }),
});

const recordWrite = (change: RecordChange, now: string): EntryWrite => {
  const { store, id, before } = change;
  const Key = { pk: s(recordKey(store, id)), sk: s('record') };
  const condition = before
    ? { ConditionExpression: 'v = :was', ExpressionAttributeValues: { ':was': n(before.version) } }
    : { ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now', ...ended(now) };
  if (!change.after) return { write: { Delete: { Key, ...condition } as any } };
  const listed = change.after.expiresAt && {
    gsi1pk: s(dueKey(store)),
    gsi1sk: s(`${change.after.expiresAt}#${id}`),
  };
  return { write: { Put: { Item: { ...Key, ...itemOf(change), ...listed }, ...condition } as any } };
};

const ended = (now: string) => ({
  ExpressionAttributeNames: { '#until': 'until' },
  ExpressionAttributeValues: { ':now': s(now) },
});

const heldWrites = ({ store, id, before, after }: RecordChange, field: string, at: string): EntryWrite[] => {
  const [old, value] = [indexedValue(before, field), indexedValue(after, field)];
  const key = (value: string) => ({ pk: s(heldKey(store, field, value)), sk: s('held') });
  const mine = { ':id': s(id) };
  const { context, name } = store;
  const put = value !== undefined && {
    claim: { context, kind: field, value, field, holder: id, store: name },
    write: {
      Put: {
        Item: {
          ...key(value),
          holder: s(id),
          ...(after?.expiresAt && {
            until: s(after.expiresAt),
            expiresAt: n(Math.ceil(Date.parse(after.expiresAt) / 1000)),
          }),
        },
        ConditionExpression: 'attribute_not_exists(pk) OR holder = :id OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ...mine, ':now': s(at) },
      } as any,
    },
  };
  const gone = old !== undefined &&
    old !== value && {
      write: {
        Delete: {
          Key: key(old),
          ConditionExpression: 'attribute_not_exists(pk) OR holder = :id',
          ExpressionAttributeValues: mine,
        } as any,
      },
    };
  return [put, gone].filter((write) => write !== false);
};

const underWrites = (change: RecordChange, field: string): EntryWrite[] => {
  const { store, id, before, after } = change;
  const [old, value] = [indexedValue(before, field), indexedValue(after, field)];
  const key = (value: string) => ({ pk: s(underKey(store, field, value)), sk: s(id) });
  return [
    ...(value === undefined ? [] : [{ write: { Put: { Item: { ...key(value), ...itemOf(change) } } as any } }]),
    ...(old === undefined || old === value ? [] : [{ write: { Delete: { Key: key(old) } as any } }]),
  ];
};
