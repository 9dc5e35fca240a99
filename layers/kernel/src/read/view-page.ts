import { stillWanted } from '../http/in-time.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { ListRange, StoredRow, View, ViewStore } from '../platform.ts';
import type { Projection } from './projection.ts';
import { isStale } from './read-model.ts';
import { positionOf, type RowReader } from './row-reader.ts';

/** A page with filters that no index answers may be short after this many rows were read, */
const rowsAtMost = 2_000;
/** after this many, where each of them costs a read of its own, */
const costlyRowsAtMost = 300;
/** and after this many that had to be folded from their streams. */
const foldsAtMost = 200;
const lanes = 10;

export interface PageRange<Row> extends Omit<ListRange, 'limit' | 'after'> {
  readonly limit: number;
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
  /** Where to go on; absent at the end of the list. */
  readonly next?: string | undefined;
}

/**
 * Reads on until the page is full, the list is at its end, or enough has been read for one request. An empty start is the
 * beginning; a page without room says whether there is anything.
 */
export const pageAfter = async <Row>(
  { projection, views, view, rows }: From<Row>,
  { where, whereAlso, limit, ...place }: PageRange<Row>,
  start = '',
): Promise<RowsOfPage<Row>> => {
  const found: { row: Row; position: string }[] = [];
  const most = whereAlso ? costlyRowsAtMost : rowsAtMost;
  let after = start || undefined;
  let folds = 0;
  for (let read = 0; ; ) {
    stillWanted();
    const wanted = limit + 1 - found.length;
    const chunk = where && !whereAlso ? Math.max(wanted, 100) : wanted;
    const stored = (await views.list(view, { ...place, after, limit: chunk })) as StoredRow<Row>[];
    const some = upToFolds(projection, stored, foldsAtMost - folds);
    const suiting = await suitingToo(await rows.suiting(some, place, where ?? (() => true)), whereAlso);
    for (const [i, { key, indexes }] of some.entries()) {
      after = positionOf(indexes[place.index]!.sort, key);
      if (suiting[i] !== undefined) found.push({ row: suiting[i], position: after });
      if (found.length > limit)
        return { items: found.slice(0, limit).map(({ row }) => row), next: found[limit - 1]?.position ?? start };
    }
    read += some.length;
    folds += some.filter((row) => isStale(projection, row)).length;
    const isEnd = stored.length < chunk && some.length === stored.length;
    if (isEnd || read >= most || some.length < stored.length)
      return { items: found.map(({ row }) => row), ...(!isEnd && { next: after }) };
  }
};

/** The first of the rows, as far as so many folds go. */
const upToFolds = <Row>(projection: Projection<Row>, stored: readonly StoredRow<Row>[], most: number) => {
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
