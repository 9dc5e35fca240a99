import { stillWanted } from '../../http/in-time.ts';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { IndexedKey, StoredRow, View, ViewStore } from '../../platform.ts';
import type { Projection } from '../projection.ts';
import { isStale } from '../read-model.ts';
import { givenKeys, type IndexParts, keyReader } from './index-keys.ts';
import { positionOf, type RowReader } from './row-reader.ts';

/** A page with filters that no index supports may be short after this many rows were read, */
const rowsAtMost = 2_000;
/** after this many, where each row needs a read of its own, */
const costlyRowsAtMost = 300;
/** and after this many that had to be folded from their streams. */
const foldsAtMost = 200;
const lanes = 10;

export interface PageRange<Row> extends IndexParts {
  readonly limit: number;
  /** The keys of the candidate rows, used instead of those in the index. */
  readonly among?: readonly IndexedKey[] | undefined;
  readonly where?: ((row: Row) => boolean) | undefined;
  readonly whereAlso?: ((row: Row) => Promise<boolean>) | undefined;
}

interface From<Row> {
  readonly projection: Projection<Row>;
  readonly views: ViewStore;
  readonly view: View;
  readonly rows: RowReader<Row>;
}

export interface RowsOfPage<Row> {
  readonly items: Row[];
  /** Where to continue; absent at the end of the list. */
  readonly next?: string | undefined;
}

/**
 * Reads keys from the index and rows by their keys, until the page is full, the list ends, or the limit of rows for one
 * request is reached. An empty position is the beginning; a page of size 0 reports whether there is any row.
 */
export const pageAfter = async <Row>(
  { projection, views, view, rows }: From<Row>,
  { where, whereAlso, among, limit, ...place }: PageRange<Row>,
  start = '',
): Promise<RowsOfPage<Row>> => {
  const found = new Map<string, { row: Row; position: string }>();
  const keys = among ? givenKeys(among, place, start || undefined) : keyReader(views, view, place, start || undefined);
  const most = whereAlso ? costlyRowsAtMost : rowsAtMost;
  let after = start || undefined;
  let folds = 0;
  const page = (next: string | undefined): RowsOfPage<Row> => ({
    items: [...found.values()].slice(0, limit).map(({ row }) => row),
    ...(next !== undefined && { next }),
  });

  for (let read = 0; ; ) {
    stillWanted();
    const wanted = limit + 1 - found.size;
    // Where few rows match, whole batches are read (BatchGetItem takes 100 keys).
    const chunk = where && !whereAlso && read > 0 ? Math.max(wanted, 100) : wanted;
    const listed = await keys.take(chunk);
    const stored = (await views.getMany(
      listed.map(({ key }) => ({ view, key })),
      { consistent: false },
    )) as (StoredRow<Row> | undefined)[];
    const some = upToFolds(projection, stored, foldsAtMost - folds);
    const suiting = await suitingToo(await rows.suiting(some, place, where ?? (() => true)), whereAlso);
    for (const i of some.keys()) {
      const { key, sort } = listed[i]!;
      after = positionOf(sort, key);
      const row = suiting[i];
      if (row !== undefined && !found.has(key)) found.set(key, { row, position: after });
      if (found.size > limit) return page([...found.values()][limit - 1]?.position ?? start);
    }
    read += some.length;
    folds += some.filter((row) => isStale(projection, row)).length;
    const isEnd = listed.length < chunk && some.length === listed.length;
    if (isEnd) return page(undefined);
    if (read >= most || some.length < listed.length) return page(after);
  }
};

/** The first rows, up to the limit of folds. */
const upToFolds = <Row>(
  projection: Projection<Row>,
  stored: readonly (StoredRow<Row> | undefined)[],
  most: number,
): readonly (StoredRow<Row> | undefined)[] => {
  let folds = 0;
  const tooMany = stored.findIndex((row) => isStale(projection, row) && ++folds > most);
  return tooMany < 0 ? stored : stored.slice(0, tooMany);
};

const suitingToo = async <Row>(
  rows: readonly (Row | undefined)[],
  whereAlso: ((row: Row) => Promise<boolean>) | undefined,
): Promise<readonly (Row | undefined)[]> => {
  if (!whereAlso) return rows;
  const suiting: (Row | undefined)[] = [];
  await mapWithConcurrency([...rows.entries()], lanes, async ([i, row]) => {
    if (row !== undefined && (await whereAlso(row))) suiting[i] = row;
  });
  return suiting;
};
