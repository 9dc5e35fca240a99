import type { Counters, View } from '../../../platform.ts';
import { type Item, n, s } from '../table.ts';

export const countersKey = ({ context, org, name }: View) => `${context}#${org}#counters#${name}`;

/** The item of a bucket. */
export const bucketKey = (view: View, bucket: string) => ({ pk: s(countersKey(view)), sk: s(`b#${bucket}`) });

export type Counts = Counters['counts'];

/** Adds to the counters of a bucket. */
export const countersUpdate = (view: View, bucket: string, counts: Counts) => {
  const names = Object.entries(counts);
  return {
    Key: bucketKey(view, bucket),
    UpdateExpression: `ADD ${names.map((_, i) => `#${i} :${i}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map(([name], i) => [`#${i}`, `c.${name}`])),
    ExpressionAttributeValues: Object.fromEntries(names.map(([, count], i) => [`:${i}`, n(count)])),
  };
};

export const countedIn = (item: Item): Counters => ({
  bucket: item.sk!.S!.slice(2),
  counts: Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (name.startsWith('c.') ? [[name.slice(2), Number(value.N)]] : [])),
  ),
});

/** `to` minus `from`, name by name, without zeros. */
export const difference = (to: Counts, from: Counts): Counts => {
  const names = [...new Set([...Object.keys(to), ...Object.keys(from)])];
  return Object.fromEntries(
    names.map((name) => [name, (to[name] ?? 0) - (from[name] ?? 0)] as const).filter(([, count]) => count !== 0),
  );
};
