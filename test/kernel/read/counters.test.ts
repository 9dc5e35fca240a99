import { ConcurrencyError, type RowChange, type StoredRow, type ViewStore } from '@waybill/kernel/platform';
import { settle } from '@waybill/kernel/storage/aws/items/count';
import { dynamoViewStore } from '@waybill/kernel/storage/aws/view-store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeTable } from '../storage/fake-table.ts';

const view = { context: 'garage', org: 'acme', name: 'vans' };
const keys = ['a', 'b', 'c'] as const;
const versions = 4;

/** A history of each row: its count and bucket at each version; `undefined` where it is deleted. */
const histories = fc.array(
  fc.array(fc.option(fc.record({ bucket: fc.constantFrom('x', 'y'), name: fc.constantFrom('red', 'blue') })), {
    minLength: versions,
    maxLength: versions,
  }),
  { minLength: keys.length, maxLength: keys.length },
);
type Histories = readonly (readonly ({ readonly bucket: string; readonly name: string } | null)[])[];

/** A batch for a projector: rows, and their versions after it. Two releases count differently. */
const batch = fc.record({
  rows: fc.uniqueArray(fc.record({ row: fc.nat(keys.length - 1), version: fc.integer({ min: 1, max: versions }) }), {
    selector: ({ row }) => row,
    minLength: 1,
  }),
  release: fc.constantFrom('one', 'two'),
  /** After that many calls the projector crashes, and the batch is retried. */
  diesAfter: fc.option(fc.nat(12)),
});
type Batch = typeof batch extends fc.Arbitrary<infer B> ? B : never;

const rowAt = (histories: Histories, row: number, version: number, release: string): StoredRow => {
  const counted = histories[row]![version - 1];
  const base = { key: keys[row]!, checkpoint: version, indexes: [], shape: release };
  if (!counted) return base;
  const counts = release === 'one' ? { [counted.name]: 1 } : { [counted.name]: 2, all: 1 };
  return { ...base, data: {}, counters: { bucket: counted.bucket, counts } };
};

class Gone extends Error {}

/** As the projector does it: all rows together, then the remaining ones one by one, until each has its version. */
const project = async (views: ViewStore, histories: Histories, { rows, release }: Batch): Promise<void> => {
  const change = ({ row, version }: Batch['rows'][number], before: StoredRow | undefined): RowChange[] => {
    const isStale = before !== undefined && before.shape !== release;
    if (before && !isStale && before.checkpoint >= version) return [];
    return [
      { view, row: rowAt(histories, row, Math.max(version, before?.checkpoint ?? 0), release), previous: before },
    ];
  };
  const read = await views.getMany(rows.map(({ row }) => ({ view, key: keys[row]! })));
  const left = await views.putMany(rows.flatMap((it, i) => change(it, read[i])));
  for (const { row } of left) {
    const it = rows.find((other) => keys[other.row] === row.key)!;
    for (;;) {
      const [again] = change(it, await views.get(view, row.key, { consistent: true }));
      if (!again) break;
      try {
        await views.put(view, again.row, again.previous);
        break;
      } catch (error) {
        if (!(error instanceof ConcurrencyError)) throw error;
      }
    }
  }
};

/** The counts of all rows, and the counters. */
const sums = async (views: ViewStore) => {
  const counted: Record<string, number> = {};
  for (const row of await views.getMany(keys.map((key) => ({ view, key }))))
    for (const [name, n] of Object.entries(row?.counters?.counts ?? {})) {
      const place = `${row!.counters!.bucket} ${name}`;
      counted[place] = (counted[place] ?? 0) + n;
    }
  const kept = (await views.counters(view)).flatMap(({ bucket, counts }) =>
    Object.entries(counts).flatMap(([name, n]) => (n === 0 ? [] : [[`${bucket} ${name}`, n] as const])),
  );
  return { counted, kept: Object.fromEntries(kept) };
};

/** Runs the batches concurrently, their calls in the order that the scheduler chooses. */
const run = async (scheduler: fc.Scheduler, histories: Histories, batches: readonly Batch[]) => {
  const table = fakeTable(async () => {});
  const calm = dynamoViewStore(table, () => new Date());
  const working = batches.map(async (batch) => {
    let calls = 0;
    const guarded = (name: string, call: (asked: any) => Promise<unknown>) => async (asked: any) => {
      await scheduler.schedule(Promise.resolve(), name);
      // Some crash before their call is done, some after.
      if (batch.diesAfter !== null && calls++ >= batch.diesAfter) {
        if (batch.diesAfter % 2) await call(asked).catch(() => {});
        throw new Gone();
      }
      return call(asked);
    };
    const own = Object.fromEntries(
      Object.entries(table).map(([name, call]) => [
        name,
        typeof call === 'function' ? guarded(name, call as any) : call,
      ]),
    );
    try {
      await project(
        dynamoViewStore(own as any, () => new Date()),
        histories,
        batch,
      );
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
    // A batch that was not finished is given to another projector.
    if (batch.diesAfter !== null) {
      await scheduler.schedule(Promise.resolve(), 'again');
      await project(calm, histories, batch);
    }
  });
  await scheduler.waitFor(Promise.all(working));
  return { table, views: calm };
};

test('counters are the sum over the rows when projectors run concurrently', async () => {
  const alive = batch.map((it): Batch => ({ ...it, diesAfter: null }));
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      histories,
      fc.array(alive, { minLength: 1, maxLength: 5 }),
      async (scheduler, histories, batches) => {
        const { views } = await run(scheduler, histories, batches);
        const { counted, kept } = await sums(views);
        expect(kept).toEqual(counted);
      },
    ),
    { numRuns: 250 },
  );
});

test('counters are the sum over the rows as soon as they are next written, wherever projectors crashed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      histories,
      fc.array(batch, { minLength: 1, maxLength: 4 }),
      async (scheduler, histories, batches) => {
        const { table, views } = await run(scheduler, histories, batches);
        const every = ['x', 'y'].map((bucket) => ({
          view,
          previous: undefined,
          row: { ...rowAt(histories, 0, 1, 'one'), counters: { bucket, counts: {} } },
        }));
        await settle(table, every);
        const { counted, kept } = await sums(views);
        expect(kept).toEqual(counted);
      },
    ),
    { numRuns: 250 },
  );
});
