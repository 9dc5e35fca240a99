import type { Page, ViewReader } from '@waybill/kernel';

type Keys = Awaited<ReturnType<ViewReader<unknown>['keys']>>['keys'];

interface Range {
  readonly list: string;
  readonly by?: string | undefined;
  readonly from: string;
  readonly to: string;
}

interface Sought<Row> {
  readonly list: 'current' | 'standing';
  readonly by?: string | undefined;
  /** The index ranges of the search prefix. Their sort values must end with the sort value of the list. */
  readonly ranges?: readonly Range[] | undefined;
  readonly idOf: (row: Row) => string;
  /** The id of the exact match on the unique value. */
  readonly named?: string | undefined;
  readonly where: (row: Row) => boolean;
  /** A filter that costs one read for each row. */
  readonly whereAlso?: ((row: Row) => Promise<boolean>) | undefined;
}

interface Asked {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly filters: object;
}

/** The maximum number of keys read from the ranges. With more matches, the list itself is read and filtered. */
const keysAtMost = 2_000;

/** Separates a prefix from the list's sort value. User input has no control characters, so it cannot occur in it. */
export const before = '\t';

/** A page of drivers or vehicles. An exact match on the unique value always comes first. */
export const search = async <Row>(
  rows: ViewReader<Row>,
  { list, by, ranges, idOf, named, where, whereAlso }: Sought<Row>,
  { limit, ...page }: Asked,
): Promise<Page<Row>> => {
  const one = named === undefined ? undefined : await rows.get(named);
  const suits = one && where(one) && ((await whereAlso?.(one)) ?? true);
  const first = suits && page.cursor === undefined ? [one] : [];
  const others = await rows.list(list, {
    ...page,
    by,
    among: ranges && (await keysIn(rows, ranges)),
    limit: limit - first.length,
    where: (row) => idOf(row) !== named && where(row),
    whereAlso,
  });
  return { ...others, items: [...first, ...others.items] };
};

/** All keys in the ranges, sorted like the list; `undefined` above `keysAtMost`. */
const keysIn = async <Row>(rows: ViewReader<Row>, ranges: readonly Range[]): Promise<Keys | undefined> => {
  const found = await Promise.all(ranges.map(({ list, ...range }) => rows.keys(list, { ...range, most: keysAtMost })));
  if (!found.every(({ complete }) => complete)) return undefined;
  return found.flatMap(({ keys }) =>
    keys.map(({ key, sort }) => ({ key, sort: sort.slice(sort.lastIndexOf(before) + 1) })),
  );
};
