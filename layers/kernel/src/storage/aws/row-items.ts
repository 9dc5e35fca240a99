import type { StoredRow, View } from '../../platform.ts';
import { type Item, n, s } from './table.ts';

export const rowKey = ({ context, org, name }: View, key: string) => `${context}#${org}#view#${name}#${key}`;
export const listKey = ({ context, org, name }: View, list: string, by: string) =>
  `${context}#${org}#view#${name}#${list}#${by}`;

/** Rows that are gone are kept so long to ward off stale events: longer than a stream or a dead-letter queue remembers. */
const tombstoneDays = 30;

/** The row that was read, with what it counted and its shape: one that is folded again has seen no more, but may count differently. */
export const unchanged = ({ checkpoint, counters, shape }: StoredRow) => ({
  ConditionExpression: [
    'seen = :seen',
    counters ? 'counted = :counted' : 'attribute_not_exists(counted)',
    shape ? '#shape = :shape' : 'attribute_not_exists(#shape)',
  ].join(' AND '),
  ExpressionAttributeNames: { '#shape': 'shape' },
  ExpressionAttributeValues: {
    ':seen': n(checkpoint),
    ...(counters && { ':counted': s(JSON.stringify(counters)) }),
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
  { key, data, checkpoint, indexes, counters, shape, streamId }: StoredRow,
  clock: () => Date,
): Item => ({
  pk: s(rowKey(view, key)),
  sk: s('row'),
  seen: n(checkpoint),
  ...(shape && { shape: s(shape) }),
  ...(streamId && { stream: s(streamId) }),
  ...(data === undefined
    ? { expiresAt: n(Math.floor(clock().getTime() / 1000) + tombstoneDays * 86_400) }
    : { data: s(JSON.stringify(data)) }),
  ...(counters && { counted: s(JSON.stringify(counters)) }),
  ...Object.assign(
    {},
    ...indexes.map(
      (listing, i) =>
        listing && {
          [`gsi${i + 1}pk`]: s(listKey(view, listing.index, listing.by)),
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
    return { index: pk.slice(0, cut), by: pk.slice(cut + 1), sort: item[`${gsi}sk`]!.S!.slice(0, -key.length - 1) };
  };
  return {
    key,
    checkpoint: Number(item.seen!.N),
    ...dataIn(item),
    counters: item.counted?.S === undefined ? undefined : JSON.parse(item.counted.S),
    indexes: [listing('gsi1'), listing('gsi2')],
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
