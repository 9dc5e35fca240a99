import type { ClaimTaken } from '../../platform.ts';
import {
  indexedValue,
  type RecordChange,
  type RecordStore,
  type Records,
  type StoredRecord,
} from '../../storage/records.ts';

/** The records that a unit of work has read, and its changes to them. */
export interface RecordChanges {
  readonly access: Pick<Records, 'get' | 'findByUnique' | 'findBy'> & Pick<RecordChanges, 'put' | 'delete'>;
  /** Writes a record; it is absent from `expiresAt` (ISO-8601) on. The commit fails if it has changed since the read. */
  put<Data extends object>(store: RecordStore<Data>, id: string, data: Data, expiresAt?: string): Promise<void>;
  delete(store: RecordStore, id: string): Promise<void>;
  readonly changes: () => readonly RecordChange[];
  /** Changes for separate commits, because together they exceed one transaction: deletions, which may be repeated. */
  readonly inCommits: () => { readonly early: readonly RecordChange[][]; readonly rest: readonly RecordChange[] };
  /** Whether the unit had read the unique value as free: then another writer took it in the meantime. */
  readonly foundFree: (error: ClaimTaken) => boolean;
}

/** DynamoDB's limit is 100 items in a transaction. A record needs at most five. */
const mostAtOnce = 18;
/** Limit of deletions that are committed in advance, each with an event about it. */
const mostEarly = 16;

export const recordChanges = (records: Records): RecordChanges => {
  const changes = new Map<string, RecordChange>();
  /** Each record as it was when it was first read: a change is conditional on that. */
  const read = new Map<string, StoredRecord | undefined>();
  /** The holder of each unique value when it was first read. */
  const holders = new Map<string, string | undefined>();
  const keyOf = ({ context, name }: RecordStore, id: string) => `${context}#${name}#${id}`;
  const valueKey = ({ context, name }: Pick<RecordStore, 'context' | 'name'>, field: string, value: string) =>
    `${context}#${name}#${field}#${value}`;

  const remember = <Data extends object>(
    store: RecordStore<Data>,
    id: string,
    found: StoredRecord<Data> | undefined,
  ) => {
    const key = keyOf(store, id);
    if (!read.has(key)) read.set(key, found);
    return read.get(key) as StoredRecord<Data> | undefined;
  };
  const original = async <Data extends object>(store: RecordStore<Data>, id: string) =>
    read.has(keyOf(store, id))
      ? (read.get(keyOf(store, id)) as StoredRecord<Data> | undefined)
      : remember(store, id, await records.get(store, id));
  const own = <Data extends object>(store: RecordStore<Data>, field: string, value: string): StoredRecord<Data>[] =>
    [...changes.values()].flatMap((change) => {
      const isIn = change.store.context === store.context && change.store.name === store.name;
      const record = isIn && changed<Data>(change);
      return record && indexedValue(record, field) === value ? record : [];
    });

  const get: Records['get'] = async (store, id) => {
    const change = changes.get(keyOf(store, id));
    return change ? changed(change) : original(store, id);
  };

  const access: RecordChanges['access'] = {
    get,
    findByUnique: async (store, field, value) => {
      const [written] = own<any>(store, field, value);
      if (written) return written;
      const key = valueKey(store, field, value);
      if (!holders.has(key)) {
        const found = await records.findByUnique(store, field, value);
        holders.set(key, found && remember(store, found.id, found)?.id);
      }
      const id = holders.get(key);
      const record = id === undefined ? undefined : await get(store, id);
      return record && indexedValue(record, field) === value ? record : undefined;
    },
    findBy: async (store, field, value, range) => {
      // Each change may leave out one of the records that are found.
      const asked = range && { ...range, limit: range.limit + changes.size };
      const found = await records.findBy(store, field, value, asked);
      const untouched = found.flatMap((record) => {
        const now = changes.has(keyOf(store, record.id)) ? undefined : remember(store, record.id, record);
        return now && indexedValue(now, field) === value ? now : [];
      });
      const all = [...untouched, ...own<any>(store, field, value)].toSorted((a, b) => (a.id < b.id ? -1 : 1));
      return (range?.descending ? all.toReversed() : all).slice(0, range?.limit);
    },
    put: async (store, id, data, expiresAt) => {
      const before = await original(store, id);
      changes.set(keyOf(store, id), { store, id, before, after: { data, expiresAt } });
    },
    delete: async (store, id) => {
      const before = await original(store, id);
      if (before) changes.set(keyOf(store, id), { store, id, before, after: undefined });
      else changes.delete(keyOf(store, id));
    },
  };

  const inCommits = () => {
    const all = [...changes.values()];
    const deletions = all.filter(({ after }) => after === undefined);
    const first = deletions.slice(0, Math.max(0, all.length - mostAtOnce));
    const early = Array.from({ length: Math.ceil(first.length / mostEarly) }, (_, i) =>
      first.slice(i * mostEarly, (i + 1) * mostEarly),
    );
    return { early, rest: all.filter((change) => !first.includes(change)) };
  };

  return {
    access,
    put: access.put,
    delete: access.delete,
    changes: () => [...changes.values()],
    inCommits,
    foundFree: ({ claim: { context, store, field, value } }) => {
      const key = store && valueKey({ context, name: store }, field, value);
      return key !== undefined && holders.has(key) && holders.get(key) === undefined;
    },
  };
};

const changed = <Data>({ id, before, after }: RecordChange): StoredRecord<Data> | undefined =>
  after && { id, data: after.data as Data, version: before?.version ?? 0, expiresAt: after.expiresAt };
