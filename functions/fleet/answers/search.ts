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
  /** Where all are that begin with the text that is looked for: in indexes whose sort ends with that of the list. */
  readonly ranges?: readonly Range[] | undefined;
  readonly idOf: (row: Row) => string;
  /** The id of the one that is known by exactly what is looked for. */
  readonly named?: string | undefined;
  readonly where: (row: Row) => boolean;
  /** What costs a read for each. */
  readonly whereAlso?: ((row: Row) => Promise<boolean>) | undefined;
}

interface Asked {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly asked: object;
}

/** More keys than these are not gathered: where so many begin with the text, the list itself is read on. */
const keysAtMost = 2_000;

/** In a sort value, before the one of the list. Text of people has no control characters. */
export const before = '\t';

/** A page of drivers or vehicles. The one that is known by exactly what is looked for comes first, however far down the list it is. */
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

/** All keys in the ranges, sorted like the list; nothing, where there are too many. */
const keysIn = async <Row>(rows: ViewReader<Row>, ranges: readonly Range[]): Promise<Keys | undefined> => {
  const found = await Promise.all(ranges.map(({ list, ...range }) => rows.keys(list, { ...range, most: keysAtMost })));
  if (!found.every(({ complete }) => complete)) return undefined;
  return found.flatMap(({ keys }) =>
    keys.map(({ key, sort }) => ({ key, sort: sort.slice(sort.lastIndexOf(before) + 1) })),
  );
};
