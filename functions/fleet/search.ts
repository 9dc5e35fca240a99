import type { Page, ViewReader } from '@waybill/kernel';

interface Sought<Row> {
  readonly list: 'current' | 'standing';
  readonly by?: string | undefined;
  readonly idOf: (row: Row) => string;
  /** The id of the one that is known by exactly what is looked for. */
  readonly named?: string | undefined;
  readonly where?: ((row: Row) => boolean) | undefined;
  /** What costs a read for each. */
  readonly whereAlso?: ((row: Row) => Promise<boolean>) | undefined;
}

interface Asked {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly asked: object;
}

/** A page of drivers or vehicles. The one that is known by exactly what is looked for comes first, however far down the list it is. */
export const search = async <Row>(
  rows: ViewReader<Row>,
  { list, by, idOf, named, where, whereAlso }: Sought<Row>,
  { limit, ...page }: Asked,
): Promise<Page<Row>> => {
  const one = named === undefined ? undefined : await rows.get(named);
  const suits = one && (where?.(one) ?? true) && ((await whereAlso?.(one)) ?? true);
  const first = suits && page.cursor === undefined ? [one] : [];
  const others = await rows.list(list, {
    ...page,
    by,
    limit: limit - first.length,
    where: named === undefined ? where : (row) => idOf(row) !== named && (where?.(row) ?? true),
    whereAlso,
  });
  return { ...others, items: [...first, ...others.items] };
};
