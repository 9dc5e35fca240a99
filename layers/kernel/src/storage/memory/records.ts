import { ClaimTaken, ConcurrencyError } from '../../platform.ts';
import { indexedValue, type RecordChange, type RecordStore, type Records, type StoredRecord } from '../records.ts';

interface MemoryRegisters {
  readonly registers: Records;
  /** Throws the same errors as `commit`, and writes nothing. */
  check(changes: readonly RecordChange[]): void;
  write(changes: readonly RecordChange[]): void;
}

/** Records in a map, which expire by the given clock. */
export const memoryRecords = (clock: () => Date): MemoryRegisters => {
  const kept = new Map<string, Map<string, StoredRecord>>();
  const of = ({ context, name }: RecordStore) => {
    const key = `${context}#${name}`;
    const entries = kept.get(key) ?? new Map<string, StoredRecord>();
    kept.set(key, entries);
    return entries;
  };
  const alive = (entry: StoredRecord | undefined) =>
    entry && (!entry.expiresAt || entry.expiresAt > clock().toISOString()) ? entry : undefined;
  const having = (store: RecordStore, field: string, value: string) =>
    [...of(store).values()].filter((entry) => alive(entry) && indexedValue(entry, field) === value);

  return {
    registers: {
      get: async (store, id) => alive(of(store).get(id)),
      findByUnique: async (store, field, value) => having(store, field, value)[0],
      findBy: async (
        store,
        field,
        value,
        { limit = Number.POSITIVE_INFINITY, descending = false } = { limit: Number.POSITIVE_INFINITY },
      ) => {
        const found = having(store, field, value).toSorted((a, b) => (a.id < b.id ? -1 : 1));
        return (descending ? found.reverse() : found).slice(0, limit);
      },
      findExpired: async (store, until, limit) =>
        [...of(store).values()]
          .filter(({ expiresAt }) => expiresAt && expiresAt < until)
          .toSorted((a, b) => (a.expiresAt! < b.expiresAt! ? -1 : 1))
          .slice(0, limit),
    },
    check: (changes) => {
      for (const { store, id, before } of changes) {
        const kept = of(store).get(id);
        if ((before ? kept : alive(kept))?.version !== before?.version)
          throw new ConcurrencyError(`${store.name} has changed`);
      }
      for (const { store, id, after } of changes)
        for (const field of store.unique) {
          const value = indexedValue(after, field);
          if (value === undefined) continue;
          const { context, name } = store;
          if (having(store, field, value).some((other) => other.id !== id))
            throw new ClaimTaken({ context, kind: field, value, field, holder: id, store: name });
        }
    },
    write: (changes) => {
      for (const { store, id, before, after } of changes) {
        if (after) of(store).set(id, structuredClone({ id, version: (before?.version ?? 0) + 1, ...after }));
        else of(store).delete(id);
      }
    },
  };
};
