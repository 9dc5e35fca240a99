import { newId } from '@waybill/kernel';
import {
  ConcurrencyError,
  type Counters,
  indexNames,
  type ListRange,
  type StoredRow,
  type View,
  type ViewStore,
} from '@waybill/kernel/platform';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { onEveryPlatform } from '../support/platforms.ts';

const view: View = { context: 'garage', org: 'acme', name: 'vans' };

const row = (key: string, seen = 1, { sort = key, colour = 'white', size = 1 } = {}): StoredRow => ({
  key,
  checkpoint: seen,
  data: { key, colour, size },
  indexes: [
    { index: 'all', by: '', sort },
    { index: 'byColour', by: colour, sort },
  ],
  counters: { bucket: colour, counts: { total: 1, size } },
});
const gone = (key: string, seen: number): StoredRow => ({ key, checkpoint: seen, indexes: [undefined, undefined] });
const all: ListRange = { index: 0, list: 'all', by: '', limit: 100 };
const ofColour = (by: string): ListRange => ({ index: 1, list: 'byColour', by, limit: 100 });
const places = (rows: readonly StoredRow[]) => rows.map(({ key }) => ({ view, key }));
const keys = async (views: ViewStore, range: ListRange) => (await views.list(view, range)).map(({ key }) => key);

/** Counters by bucket, without zeros. */
const sums = (counted: readonly (Counters | undefined)[]) => {
  const buckets: Record<string, Record<string, number>> = {};
  for (const { bucket, counts } of counted.filter((it) => it !== undefined))
    for (const [name, n] of Object.entries(counts)) {
      buckets[bucket] ??= {};
      buckets[bucket][name] = (buckets[bucket][name] ?? 0) + n;
    }
  const some = (counts: Record<string, number>) => Object.entries(counts).filter(([, n]) => n !== 0);
  return Object.fromEntries(
    Object.entries(buckets).flatMap(([bucket, counts]) =>
      some(counts).length ? [[bucket, Object.fromEntries(some(counts))]] : [],
    ),
  );
};

onEveryPlatform((open, where) => {
  const store = async () => (await open()).views;
  const filled = async (...rows: StoredRow[]) => {
    const views = await store();
    for (const it of rows) await views.put(view, it, undefined);
    return views;
  };

  /** Replaces the existing row. */
  const replace = async (views: ViewStore, it: StoredRow) =>
    views.put(view, it, await views.get(view, it.key, { consistent: true }));
  /** A row as it was put, without the token that a store may add. */
  const plain = (it: StoredRow | undefined) => {
    if (!it) return it;
    const { token, ...rest } = it;
    return rest;
  };

  describe('a row', () => {
    test('is read back as it was put', async () => {
      const views = await store();
      expect(await views.get(view, 'a')).toBeUndefined();
      const it = { ...row('a', 3), data: { text: '🚚 𠮷', deep: { list: [1, null, ''] } } };
      await views.put(view, it, undefined);
      expect(plain(await views.get(view, 'a'))).toEqual(it);
      expect(plain(await views.get(view, 'a', { consistent: true }))).toEqual(it);
    });

    test('remembers its shape and its stream', async () => {
      const views = await store();
      const it = { ...row('a', 3), shape: 'one', streamId: 'a stream' };
      await views.put(view, it, undefined);
      expect(plain(await views.get(view, 'a'))).toEqual(it);
      expect((await views.getMany([{ view, key: 'a' }])).map(plain)).toEqual([it]);
    });

    test('remembers the checkpoints of several streams, also of other contexts and without data', async () => {
      const views = await store();
      const checkpoints = { [`van#${newId('van')}`]: 2, 'van#~text#with a sign': 1, 'workshop.inspection#spring': 3 };
      const it = { ...row('a', 6), checkpoints };
      await views.put(view, it, undefined);
      expect(plain(await views.get(view, 'a'))).toEqual(it);
      const { data, counters, ...empty } = { ...it, indexes: [] };
      await replace(views, empty);
      expect(plain(await views.get(view, 'a'))).toEqual(empty);
    });

    test('does not replace one with checkpoints of other streams and the same sum', async () => {
      const views = await store();
      await views.put(view, { ...row('a', 3), checkpoints: { 'van#1': 1, 'van#2': 2 } }, undefined);
      const read = await views.get(view, 'a');
      await replace(views, { ...row('a', 3), checkpoints: { 'van#1': 2, 'van#2': 1 } });
      await expect(views.put(view, { ...row('a', 4), checkpoints: { 'van#1': 4 } }, read)).rejects.toThrow(
        ConcurrencyError,
      );
    });

    test('does not replace one that has taken another shape in the meantime', async () => {
      const views = await store();
      const before = { ...row('a', 3), shape: 'one' };
      await views.put(view, before, undefined);
      const read = await views.get(view, 'a');
      await replace(views, { ...before, shape: 'two' });
      await expect(views.put(view, { ...row('a', 4), shape: 'one' }, read)).rejects.toThrow(ConcurrencyError);
      await expect(views.put(view, row('a', 4), row('a', 3))).rejects.toThrow(ConcurrencyError);
      expect((await views.get(view, 'a'))?.shape).toBe('two');
    });

    test('belongs to its view, its organization and its context', async () => {
      const views = await filled(row('a'));
      for (const other of [{ org: 'other' }, { context: 'other' }, { name: 'other' }]) {
        expect(await views.get({ ...view, ...other }, 'a')).toBeUndefined();
        expect(await views.list({ ...view, ...other }, all)).toEqual([]);
        expect(await views.counters({ ...view, ...other })).toEqual([]);
      }
    });

    test('does not replace one that has changed', async () => {
      const views = await filled(row('a', 1));
      const read = await views.get(view, 'a');
      await replace(views, row('a', 2));
      await expect(views.put(view, row('a', 3, { colour: 'red' }), read)).rejects.toThrow(ConcurrencyError);
      await expect(views.put(view, row('a', 3, { colour: 'red' }), undefined)).rejects.toThrow(ConcurrencyError);
      await expect(views.put(view, row('b', 2), row('b', 1))).rejects.toThrow(ConcurrencyError);
      expect(plain(await views.get(view, 'a'))).toEqual(row('a', 2));
      expect(sums(await views.counters(view))).toEqual({ white: { total: 1, size: 1 } });
    });

    test('folded again from the same history by two at once is counted once', async () => {
      const views = await filled(row('a', 1));
      const read = await views.get(view, 'a');
      await replace(views, row('a', 1, { colour: 'red' }));
      await expect(views.put(view, row('a', 1, { colour: 'blue' }), read)).rejects.toThrow(ConcurrencyError);
      expect(sums(await views.counters(view))).toEqual({ red: { total: 1, size: 1 } });
    });

    test('is written by one of many concurrent writers', async () => {
      const views = await filled(row('a', 1));
      const read = await views.get(view, 'a');
      const races = await Promise.allSettled(
        Array.from({ length: 10 }, () => views.put(view, row('a', 2, { colour: 'red' }), read)),
      );
      expect(races.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(sums(await views.counters(view))).toEqual({ red: { total: 1, size: 1 } });
    });

    test('that is deleted leaves the indexes and the counters, but keeps its checkpoint', async () => {
      const views = await filled(row('a', 1), row('b', 1));
      await replace(views, gone('a', 2));
      expect(await views.get(view, 'a')).toMatchObject({ key: 'a', checkpoint: 2 });
      expect((await views.get(view, 'a'))?.data).toBeUndefined();
      expect(await keys(views, all)).toEqual(['b']);
      expect(await keys(views, ofColour('white'))).toEqual(['b']);
      expect(sums(await views.counters(view))).toEqual({ white: { total: 1, size: 1 } });
    });

    test('may begin again', async () => {
      const views = await filled(row('a', 1));
      await replace(views, gone('a', 2));
      await replace(views, row('a', 3, { colour: 'red' }));
      expect(await keys(views, all)).toEqual(['a']);
      expect(sums(await views.counters(view))).toEqual({ red: { total: 1, size: 1 } });
    });
  });

  describe('many rows', () => {
    const change = (key: string, more = {}, previous?: StoredRow) => ({ view, row: row(key, 1, more), previous });

    test('are read in the requested order, with gaps where there are none', async () => {
      const views = await filled(row('a'), row('b'));
      await views.put({ ...view, name: 'other' }, row('a', 7), undefined);
      const asked = ['b', 'x', 'a', 'b'].map((key) => ({ view, key }));
      const found = await views.getMany([...asked, { view: { ...view, name: 'other' }, key: 'a' }]);
      expect(found.map((it) => it && [it.key, it.checkpoint])).toEqual([
        ['b', 1],
        undefined,
        ['a', 1],
        ['b', 1],
        ['a', 7],
      ]);
      expect(await views.getMany([])).toEqual([]);
    });

    test('are put and counted as if one by one', async () => {
      const views = await store();
      const names = Array.from({ length: 130 }, (_, i) => `k${i}`);
      const colour = (i: number) => (i % 3 ? 'white' : 'red');
      expect(await views.putMany(names.map((key, i) => change(key, { colour: colour(i) })))).toEqual([]);
      expect((await views.getMany(names.map((key) => ({ view, key })))).map((it) => it?.key)).toEqual(names);
      expect(sums(await views.counters(view))).toEqual({
        red: { total: 44, size: 44 },
        white: { total: 86, size: 86 },
      });
      expect(await views.putMany([])).toEqual([]);
    });

    test('of several views are independent, whether they count or not', async () => {
      const views = await store();
      const plain = { ...row('a'), counters: undefined };
      const changes = [
        change('a'),
        { ...change('a'), view: { ...view, name: 'other' } },
        { ...change('a'), view: { ...view, name: 'plain' }, row: plain },
      ];
      expect(await views.putMany(changes)).toEqual([]);
      expect(sums(await views.counters(view))).toEqual({ white: { total: 1, size: 1 } });
      expect(await views.counters({ ...view, name: 'plain' })).toEqual([]);
      expect((await views.get({ ...view, name: 'plain' }, 'a'))?.key).toBe('a');
    });

    test('that have changed are returned, and count nothing', async () => {
      const views = await filled(row('b', 1), row('c', 1));
      const stale = [change('b'), change('c', {}, row('c', 9))];
      const changes = [change('a'), stale[0]!, change('d'), stale[1]!];
      const left = await views.putMany(changes);
      expect(left).toEqual(expect.arrayContaining(stale));
      for (const { row, previous } of left) await views.put(view, row, previous).catch(() => {});
      expect(await keys(views, all)).toEqual(['a', 'b', 'c', 'd']);
      expect(sums(await views.counters(view))).toEqual({ white: { total: 4, size: 4 } });
    });

    test('that move between buckets leave the sum unchanged', async () => {
      const views = await filled(row('a'), row('b', 1, { colour: 'red' }));
      const swap = [
        { view, row: row('a', 2, { colour: 'red' }), previous: await views.get(view, 'a') },
        { view, row: row('b', 2), previous: await views.get(view, 'b') },
      ];
      expect(await views.putMany(swap)).toEqual([]);
      expect(sums(await views.counters(view))).toEqual({ white: { total: 1, size: 1 }, red: { total: 1, size: 1 } });
    });
  });

  describe('a list', () => {
    const some = () =>
      filled(
        row('d', 1, { sort: '2026-05-02', colour: 'red' }),
        row('b', 1, { sort: '2026-05-01' }),
        row('a', 1, { sort: '2026-05-02' }),
        row('c', 1, { sort: '2026-05-03', colour: 'red' }),
      );

    test('is in order, by sort value and key, up to the limit', async () => {
      const views = await some();
      expect(await keys(views, all)).toEqual(['b', 'a', 'd', 'c']);
      expect(await keys(views, { ...all, limit: 2 })).toEqual(['b', 'a']);
    });

    test('may be read in descending order', async () => {
      const views = await some();
      expect(await keys(views, { ...all, descending: true })).toEqual(['c', 'd', 'a', 'b']);
      expect(await keys(views, { ...all, descending: true, limit: 1 })).toEqual(['c']);
    });

    test('is partitioned by a value', async () => {
      const views = await some();
      expect(await keys(views, ofColour('red'))).toEqual(['d', 'c']);
      expect(await keys(views, ofColour('white'))).toEqual(['b', 'a']);
      expect(await keys(views, ofColour('re'))).toEqual([]);
    });

    test('begins at a value, and ends before one', async () => {
      const views = await some();
      expect(await keys(views, { ...all, from: '2026-05-02' })).toEqual(['a', 'd', 'c']);
      expect(await keys(views, { ...all, to: '2026-05-02' })).toEqual(['b']);
      expect(await keys(views, { ...all, from: '2026-05-01', to: '2026-05-03' })).toEqual(['b', 'a', 'd']);
      expect(await keys(views, { ...all, from: '2026-05-02', to: '2026-05-03', descending: true })).toEqual(['d', 'a']);
    });

    test('that ends before it begins is empty', async () => {
      const views = await some();
      expect(await keys(views, { ...all, from: '2026-05-03', to: '2026-05-01' })).toEqual([]);
      expect(await keys(views, { ...all, from: '2026-05-02', to: '2026-05-02' })).toEqual([]);
    });

    test('continues after a row, even a deleted one', async () => {
      const views = await some();
      expect(await keys(views, { ...all, after: '2026-05-02#a' })).toEqual(['d', 'c']);
      expect(await keys(views, { ...all, after: '2026-05-02#a', descending: true })).toEqual(['b']);
      expect(await keys(views, { ...all, after: '2026-05-02#aa' })).toEqual(['d', 'c']);
      expect(await keys(views, { ...all, after: '2026-05-03#c' })).toEqual([]);
    });

    test('continues within its range, wherever it was left', async () => {
      const views = await some();
      const bounds = { ...all, from: '2026-05-02', to: '2026-05-03' };
      expect(await keys(views, { ...bounds, after: '2026-05-01#b' })).toEqual(['a', 'd']);
      expect(await keys(views, { ...bounds, after: '2026-05-03#c' })).toEqual([]);
      expect(await keys(views, { ...bounds, after: '2026-05-03#c', descending: true })).toEqual(['d', 'a']);
      expect(await keys(views, { ...bounds, after: '2026-05-01#b', descending: true })).toEqual([]);
    });

    test('follows the row to its new place', async () => {
      const views = await some();
      await replace(views, row('b', 2, { sort: '2026-05-09', colour: 'red' }));
      expect(await keys(views, all)).toEqual(['a', 'd', 'c', 'b']);
      expect(await keys(views, ofColour('red'))).toEqual(['d', 'c', 'b']);
      expect(await keys(views, ofColour('white'))).toEqual(['a']);
    });

    test('contains a row’s sort value, and no other data of it', async () => {
      const views = await some();
      expect(await views.list(view, { ...all, limit: 1 })).toEqual([{ key: 'b', sort: '2026-05-01' }]);
    });

    test('is one of six, each with an order of its own', async () => {
      const entry = (index: string, sort: string) => ({ index, by: '', sort });
      const names = indexNames.map((_, i) => `list ${i}`);
      const rows = ['a', 'b', 'c'].map((key, k): StoredRow => {
        const indexes = names.map((name, i) => (i === k ? undefined : entry(name, `${(i + k) % 3}`)));
        return { ...row(key), indexes };
      });
      const views = await filled(...rows);
      for (const [index, list] of names.entries()) {
        const inOrder = rows
          .flatMap(({ key, indexes }) => (indexes[index] ? [`${indexes[index].sort}#${key}`] : []))
          .toSorted();
        const found = await views.list(view, { index, list, by: '', limit: 100 });
        expect(found.map(({ sort, key }) => `${sort}#${key}`)).toEqual(inOrder);
      }
      expect((await views.getMany(places(rows))).map(plain)).toEqual(rows);
    });

    test('of rows with ids continues after each of them', async () => {
      const ids = Array.from({ length: 9 }, (_, i) => newId(`${i}`)).toSorted();
      const views = await filled(...ids.map((id) => row(id, 1, { sort: 'same', colour: newId('red') })));
      for (const [i, id] of ids.entries())
        expect(await keys(views, { ...ofColour(newId('red')), after: `same#${id}` })).toEqual(ids.slice(i + 1));
    });

    test('leaves out rows without an index entry', async () => {
      const views = await filled({ ...row('a'), indexes: [undefined, row('a').indexes[1]] });
      expect(await keys(views, all)).toEqual([]);
      expect(await keys(views, ofColour('white'))).toEqual(['a']);
    });

    test('is paged without gaps or repeats, in both directions', async () => {
      const sorts = Array.from({ length: 53 }, (_, i) => [`k${String(i).padStart(2, '0')}`, `s${i % 7}`] as const);
      const views = await filled(...sorts.map(([key, sort]) => row(key, 1, { sort })));
      const expected = sorts.map(([key, sort]) => `${sort}#${key}`).toSorted();
      for (const descending of [false, true])
        for (const limit of [1, 7, 53]) {
          const listed: string[] = [];
          for (let after: string | undefined; ; after = listed.at(-1)) {
            const rows = await views.list(view, { ...all, descending, limit, after });
            listed.push(...rows.map(({ key, sort }) => `${sort}#${key}`));
            if (rows.length < limit) break;
          }
          expect(listed).toEqual(descending ? expected.toReversed() : expected);
        }
    });
  });

  describe('counters', () => {
    test('are read by bucket, in order, from one and before another', async () => {
      const days = ['2026-05-03', '2026-05-01', '2026-05-02'];
      const views = await filled(
        ...days.map((bucket): StoredRow => ({ ...row(bucket), counters: { bucket, counts: { total: 1 } } })),
      );
      const buckets = async (range?: { from?: string; to?: string }) =>
        (await views.counters(view, range)).map(({ bucket }) => bucket);
      expect(await buckets()).toEqual(days.toSorted());
      expect(await buckets({ from: '2026-05-02' })).toEqual(['2026-05-02', '2026-05-03']);
      expect(await buckets({ to: '2026-05-02' })).toEqual(['2026-05-01']);
      expect(await buckets({ from: '2026-05-02', to: '2026-05-03' })).toEqual(['2026-05-02']);
      expect(await buckets({ from: '2026-05-03', to: '2026-05-01' })).toEqual([]);
    });

    test('move with a row from bucket to bucket', async () => {
      const views = await filled(row('a', 1, { size: 3 }), row('b', 1, { size: 4 }));
      await replace(views, row('a', 2, { colour: 'red', size: 5 }));
      expect(sums(await views.counters(view))).toEqual({ white: { total: 1, size: 4 }, red: { total: 1, size: 5 } });
    });

    test('are the sum over the existing rows, whichever row replaces which', async () => {
      const change = fc.record({
        key: fc.constantFrom('a', 'b', 'c'),
        colour: fc.constantFrom('red', 'white', 'blue'),
        size: fc.integer({ min: -3, max: 3 }),
        goes: fc.boolean(),
        stale: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
          const own = { ...view, name: crypto.randomUUID() };
          const views = await shared;
          const rows = new Map<string, StoredRow>();
          for (const { key, colour, size, goes, stale } of changes) {
            const before = rows.get(key);
            const seen = (before?.checkpoint ?? 0) + 1;
            const after = goes ? gone(key, seen) : row(key, seen, { colour, size });
            if (stale) await expect(views.put(own, after, row(key, seen + 5))).rejects.toThrow(ConcurrencyError);
            else {
              await views.put(own, after, before && (await views.get(own, key, { consistent: true })));
              rows.set(key, after);
            }
          }
          const live = [...rows.values()].map(({ counters }) => counters);
          expect(sums(await views.counters(own))).toEqual(sums(live));
        }),
        { numRuns: where === 'memory' ? 200 : 12 },
      );
    });
    let shared: Promise<ViewStore>;
    beforeAll(() => {
      shared = store();
    });
  });
});
