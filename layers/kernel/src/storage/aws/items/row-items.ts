import { digest } from '../../../ids.ts';
import {
  type Checkpoints,
  type Counters,
  type IndexEntry,
  indexNames,
  type RowChange,
  type StoredRow,
  type View,
} from '../../../platform.ts';
import { packText, unpackText } from '../../../read/rows/row-packing.ts';
import { type Item, n, s } from '../table.ts';

export const rowKey = ({ context, org, name }: View, key: string) => `${context}#${org}#view#${name}#${key}`;
/** Index keys are attributes of the row, so their values are packed like the row. */
export const listKey = ({ context, org, name }: View, list: string, by: string) =>
  `${context}#${org}#view#${name}#${list}#${packText(by)}`;

/**
 * Tombstones of rows are kept this long against stale events: longer than a stream or a dead-letter queue keeps them.
 * Those of several streams are kept for ever: they name the streams to fold when the row begins.
 */
const tombstoneDays = 30;

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues: Item;
}

/**
 * The condition that a row is still the one that was read. Rows of older releases have no token: they are identified by
 * checkpoint, counts and shape.
 */
export const unchanged = ({ token, checkpoint, counters, shape }: StoredRow): Condition => {
  if (token) return { ConditionExpression: 'w = :w', ExpressionAttributeValues: { ':w': s(token) } };
  return {
    ConditionExpression: [
      'attribute_not_exists(w)',
      'seen = :seen',
      counters ? 'counted IN (:counted, :counts)' : 'attribute_not_exists(counted)',
      shape ? '#shape = :shape' : 'attribute_not_exists(#shape)',
    ].join(' AND '),
    ExpressionAttributeNames: { '#shape': 'shape' },
    ExpressionAttributeValues: {
      ':seen': n(checkpoint),
      ...(counters && { ':counted': s(countedText(counters)), ':counts': s(JSON.stringify(counters)) }),
      ...(shape && { ':shape': s(shape) }),
    },
  };
};

/** `{"van#~…":3}`: the version of each stream by its name, in which the id is packed like the row. */
const streamsText = (checkpoints: Checkpoints) => JSON.stringify(withIds(checkpoints, packText));
const checkpointsIn = (text: string): Checkpoints => withIds(JSON.parse(text), unpackText);

const withIds = (checkpoints: Checkpoints, change: (id: string) => string): Checkpoints =>
  Object.fromEntries(
    Object.entries(checkpoints).map(([name, version]) => {
      const cut = name.indexOf('#') + 1;
      return [name.slice(0, cut) + change(name.slice(cut)), version];
    }),
  );

/** `["2026-05-04","status.Failed",["delaySeconds",60]]`: the bucket, and the counters, each 1 by default. */
const countedText = ({ bucket, counts }: Counters) =>
  JSON.stringify([bucket, ...Object.entries(counts).map(([name, n]) => (n === 1 ? name : [name, n]))]);

const countersIn = (text: string): Counters => {
  const counted = JSON.parse(text);
  // Older releases stored the counters as an object.
  if (!Array.isArray(counted)) return counted;
  const [bucket, ...counts] = counted;
  return { bucket, counts: Object.fromEntries(counts.map((it) => (typeof it === 'string' ? [it, 1] : it))) };
};

/** The part of a stored row that matters for counting; the id is empty where there is no row. */
export interface RowState {
  readonly id: string;
  readonly counters?: Counters | undefined;
}

export const stateOf = (row: Omit<StoredRow, 'key' | 'indexes'> | undefined): RowState => {
  if (!row) return { id: '' };
  return { id: row.token ?? short([row.checkpoint, row.shape, row.counters]), counters: row.counters };
};

export const stateIn = ({ w, seen, shape, counted }: Item): RowState =>
  stateOf({
    token: w?.S,
    checkpoint: Number(seen!.N),
    shape: shape?.S,
    counters: counted?.S === undefined ? undefined : countersIn(counted.S),
  });

/**
 * The token of a row that replaces another. It includes the token of the replaced row, so no later row has the same
 * one.
 */
export const tokenOf = ({ row: { checkpoint, checkpoints, shape, counters }, previous }: RowChange): string =>
  short([stateOf(previous).id, checkpoint, shape, counters, ...(checkpoints ? [checkpoints] : [])]);

const short = (of: unknown) => digest(JSON.stringify(of)).slice(0, 8);

/** The sort key of an index entry ends with enough of the row's key to distinguish rows with the same sort value. */
const sortKey = (sort: string, key: string) => `${sort}#${shortened(key)}`;
const shortened = (key: string) => (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(key) ? key.slice(0, 8) : key);

const gsi = (index: number) => indexNames[index];

/** `<sort>#<key>` is the position in an index: keys have no `#`. */
export const startKey = (view: View, index: number, pk: string, after: string): Item => {
  const cut = after.lastIndexOf('#');
  const key = after.slice(cut + 1);
  return {
    pk: s(rowKey(view, key)),
    sk: s('row'),
    [`${gsi(index)}pk`]: s(pk),
    [`${gsi(index)}sk`]: s(sortKey(after.slice(0, cut), key)),
  };
};

export const itemOf = (
  view: View,
  { key, data, checkpoint, checkpoints, indexes, counters, shape, streamId }: StoredRow,
  clock: () => Date,
): Item => ({
  pk: s(rowKey(view, key)),
  sk: s('row'),
  seen: n(checkpoint),
  ...(shape && { shape: s(shape) }),
  ...(streamId && { stream: s(streamId) }),
  ...(checkpoints && { streams: s(streamsText(checkpoints)) }),
  ...(data !== undefined && { data: s(JSON.stringify(packed(view, shape, data))) }),
  ...(data === undefined &&
    !checkpoints && { expiresAt: n(Math.floor(clock().getTime() / 1000) + tombstoneDays * 86_400) }),
  ...(counters && { counted: s(countedText(counters)) }),
  ...Object.assign(
    {},
    ...indexes.map(
      (entry, i) =>
        entry && {
          [`${gsi(i)}pk`]: s(listKey(view, entry.index, entry.by)),
          [`${gsi(i)}sk`]: s(sortKey(entry.sort, key)),
        },
    ),
  ),
});

const packed = ({ packing }: View, shape: string | undefined, data: unknown) =>
  packing && packing.shape === shape ? packing.pack(data) : data;

/** The row key and the sort value of an index entry. */
export const indexedKeyIn = (item: Item, view: View, index: number) => {
  const key = item.pk!.S!.slice(rowKey(view, '').length);
  return { key, sort: sortIn(item[`${gsi(index)}sk`]!.S!, key) };
};

/** Older releases appended the whole key. */
const sortIn = (sortKey: string, key: string) =>
  sortKey.slice(0, -1 - (sortKey.endsWith(`#${key}`) ? key : shortened(key)).length);

export const rowIn = (item: Item, view: View): StoredRow => {
  const key = item.pk!.S!.slice(rowKey(view, '').length);
  const entry = (index: number): IndexEntry | undefined => {
    const pk = item[`${gsi(index)}pk`]?.S?.slice(rowKey(view, '').length);
    if (pk === undefined) return undefined;
    const cut = pk.indexOf('#');
    return {
      index: pk.slice(0, cut),
      by: unpackText(pk.slice(cut + 1)),
      sort: sortIn(item[`${gsi(index)}sk`]!.S!, key),
    };
  };
  const entries = indexNames.map((_, index) => entry(index));
  return {
    key,
    checkpoint: Number(item.seen!.N),
    ...dataIn(item, view),
    counters: item.counted?.S === undefined ? undefined : countersIn(item.counted.S),
    indexes: entries.slice(0, entries.findLastIndex((it) => it !== undefined) + 1),
    ...(item.shape && { shape: item.shape.S! }),
    ...(item.stream && { streamId: item.stream.S! }),
    ...(item.streams && { checkpoints: checkpointsIn(item.streams.S!) }),
    ...(item.w && { token: item.w.S! }),
  };
};

const dataIn = ({ data, shape }: Item, { packing }: View): Pick<StoredRow, 'data' | 'damaged'> => {
  if (data?.S === undefined) return { data: undefined };
  try {
    const stored = JSON.parse(data.S);
    return { data: packing && packing.shape === shape?.S ? packing.unpack(stored) : stored };
  } catch {
    return { data: undefined, damaged: true };
  }
};
