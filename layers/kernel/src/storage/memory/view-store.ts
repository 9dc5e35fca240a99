import {
  ConcurrencyError,
  type Counters,
  type IndexedKey,
  type StoredRow,
  type View,
  type ViewStore,
} from '../../platform.ts';
import { sortsBefore } from '../../read/rows/sorts-before.ts';

/** Rows and counters in two maps. */
export const memoryViews = (): ViewStore => {
  const views = new Map<string, Map<string, StoredRow>>();
  const counters = new Map<string, Map<string, Record<string, number>>>();
  const nameOf = ({ context, org, name }: View) => `${context}#${org}#${name}`;
  const rows = (view: View) => views.get(nameOf(view)) ?? new Map<string, StoredRow>();

  const count = (view: View, { bucket, counts }: Counters, sign: 1 | -1) => {
    const buckets = counters.get(nameOf(view)) ?? new Map<string, Record<string, number>>();
    const sums = { ...buckets.get(bucket) };
    for (const [name, n] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + sign * n;
    counters.set(nameOf(view), buckets.set(bucket, sums));
  };

  const put: ViewStore['put'] = async (view, row, instead) => {
    const now = rows(view).get(row.key);
    const [there, read] = [now, instead].map(
      (it) => it && JSON.stringify([it.checkpoint, it.checkpoints, it.counters, it.shape]),
    );
    if (there !== read) throw new ConcurrencyError(`row ${row.key} has changed`);
    if (instead?.counters) count(view, instead.counters, -1);
    if (row.counters) count(view, row.counters, 1);
    views.set(nameOf(view), rows(view).set(row.key, structuredClone(row)));
  };

  return {
    get: async (view, key) => rows(view).get(key),
    put,
    getMany: async (places) => places.map(({ view, key }) => rows(view).get(key)),
    putMany: async (changes) => {
      const left: (typeof changes)[number][] = [];
      for (const change of changes) {
        try {
          await put(change.view, change.row, change.previous);
        } catch (error) {
          if (!(error instanceof ConcurrencyError)) throw error;
          left.push(change);
        }
      }
      return left;
    },
    list: async (view, { index, list, by, from, to, descending, after, limit }) => {
      const position = ({ sort, key }: IndexedKey) => `${sort}#${key}`;
      const found = [...rows(view).values()]
        .flatMap(({ key, indexes }): IndexedKey[] => {
          const entry = indexes[index];
          return entry?.index === list && entry.by === by ? [{ key, sort: entry.sort }] : [];
        })
        .filter(
          (it) =>
            (from === undefined || !sortsBefore(position(it), from)) &&
            (to === undefined || sortsBefore(position(it), to)),
        )
        .filter(
          (it) =>
            after === undefined || (descending ? sortsBefore(position(it), after) : sortsBefore(after, position(it))),
        )
        .toSorted((a, b) => (sortsBefore(position(a), position(b)) ? -1 : 1));
      return (descending ? found.reverse() : found).slice(0, limit);
    },
    counters: async (view, { from, to } = {}) =>
      [...(counters.get(nameOf(view)) ?? [])]
        .filter(([bucket]) => (from === undefined || bucket >= from) && (to === undefined || bucket < to))
        .map(([bucket, counts]) => ({ bucket, counts }))
        .toSorted((a, b) => (a.bucket < b.bucket ? -1 : 1)),
  };
};
