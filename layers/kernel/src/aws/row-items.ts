import type { StoredRow, View } from '../platform.ts';
import { type Item, n, s } from './table.ts';

export const rowKey = ({ context, org, name }: View, key: string) => `${context}#${org}#view#${name}#${key}`;
export const listKey = ({ context, org, name }: View, list: string, by: string) =>
  `${context}#${org}#view#${name}#${list}#${by}`;

/** Rows that are gone are kept so long to ward off stale events: longer than a stream or a dead-letter queue remembers. */
const tombstoneDays = 30;

/** The row that was read, and what it counted: a row told again has seen no more, but may count differently. */
export const unchanged = ({ seen, counted }: StoredRow) => ({
  ConditionExpression: `seen = :seen AND ${counted ? 'counted = :counted' : 'attribute_not_exists(counted)'}`,
  ExpressionAttributeValues: { ':seen': n(seen), ...(counted && { ':counted': s(JSON.stringify(counted)) }) },
});

/** `<sort>#<key>` says where a list goes on: keys have no `#`. */
export const startKey = (view: View, gsi: string, pk: string, after: string): Item => ({
  pk: s(rowKey(view, after.slice(after.lastIndexOf('#') + 1))),
  sk: s('row'),
  [`${gsi}pk`]: s(pk),
  [`${gsi}sk`]: s(after),
});

export const itemOf = (view: View, { key, data, seen, listed, counted }: StoredRow, clock: () => Date): Item => ({
  pk: s(rowKey(view, key)),
  sk: s('row'),
  seen: n(seen),
  ...(data === undefined
    ? { expiresAt: n(Math.floor(clock().getTime() / 1000) + tombstoneDays * 86_400) }
    : { data: s(JSON.stringify(data)) }),
  ...(counted && { counted: s(JSON.stringify(counted)) }),
  ...Object.assign(
    {},
    ...listed.map(
      (listing, i) =>
        listing && {
          [`gsi${i + 1}pk`]: s(listKey(view, listing.list, listing.by)),
          [`gsi${i + 1}sk`]: s(`${listing.sort}#${key}`),
        },
    ),
  ),
});

export const rowIn = (item: Item, view: View): StoredRow => {
  const key = item.pk!.S!.slice(rowKey(view, '').length);
  const listing = (gsi: string) => {
    const pk = item[`${gsi}pk`]?.S?.slice(rowKey(view, '').length);
    if (pk === undefined) return undefined;
    const cut = pk.indexOf('#');
    return { list: pk.slice(0, cut), by: pk.slice(cut + 1), sort: item[`${gsi}sk`]!.S!.slice(0, -key.length - 1) };
  };
  return {
    key,
    seen: Number(item.seen!.N),
    data: item.data?.S === undefined ? undefined : JSON.parse(item.data.S),
    counted: item.counted?.S === undefined ? undefined : JSON.parse(item.counted.S),
    listed: [listing('gsi1'), listing('gsi2')],
  };
};
