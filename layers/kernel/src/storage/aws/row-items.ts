import type { StoredRow, View } from '../../platform.ts';
import { type Item, n, s } from './table.ts';

export const rowKey = ({ context, org, name }: View, key: string) => `${context}#${org}#view#${name}#${key}`;
export const listKey = ({ context, org, name }: View, list: string, by: string) =>
  `${context}#${org}#view#${name}#${list}#${by}`;

/** Rows that are gone are kept so long to ward off stale events: longer than a stream or a dead-letter queue remembers. */
const tombstoneDays = 30;

/** The row that was read, with what it counted and its shape: one that is folded again has seen no more, but may count differently. */
export const unchanged = ({ seen, counted, shape }: StoredRow) => ({
  ConditionExpression: [
    'seen = :seen',
    counted ? 'counted = :counted' : 'attribute_not_exists(counted)',
    shape ? '#shape = :shape' : 'attribute_not_exists(#shape)',
  ].join(' AND '),
  ExpressionAttributeNames: { '#shape': 'shape' },
  ExpressionAttributeValues: {
    ':seen': n(seen),
    ...(counted && { ':counted': s(JSON.stringify(counted)) }),
    ...(shape && { ':shape': s(shape) }),
  },
});

/** `<sort>#<key>` says where a list goes on: keys have no `#`. */
export const startKey = (view: View, gsi: string, pk: string, after: string): Item => ({
  pk: s(rowKey(view, after.slice(after.lastIndexOf('#') + 1))),
  sk: s('row'),
  [`${gsi}pk`]: s(pk),
  [`${gsi}sk`]: s(after),
});

export const itemOf = (
  view: View,
  { key, data, seen, listed, counted, shape, streamId }: StoredRow,
  clock: () => Date,
): Item => ({
  pk: s(rowKey(view, key)),
  sk: s('row'),
  seen: n(seen),
  ...(shape && { shape: s(shape) }),
  ...(streamId && { stream: s(streamId) }),
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
    ...dataIn(item),
    counted: item.counted?.S === undefined ? undefined : JSON.parse(item.counted.S),
    listed: [listing('gsi1'), listing('gsi2')],
    ...(item.shape && { shape: item.shape.S! }),
    ...(item.stream && { streamId: item.stream.S! }),
  };
};

const dataIn = ({ data }: Item): Pick<StoredRow, 'data' | 'damaged'> => {
  if (data?.S === undefined) return { data: undefined };
  try {
    return { data: JSON.parse(data.S) };
  } catch {
    return { data: undefined, damaged: true };
  }
};
