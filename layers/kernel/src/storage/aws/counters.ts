import type { Counters, RowChange, View } from '../../platform.ts';
import { type Item, n, s } from './table.ts';

export const tallyKey = ({ context, org, name }: View) => `${context}#${org}#tally#${name}`;

interface TallyChange extends Counters {
  readonly view: View;
}

/** What must be added to which tallies when rows take the place of others. */
export const tallyChanges = (changes: readonly RowChange[]): TallyChange[] => {
  const sums = new Map<string, { view: View; bucket: string; counts: Record<string, number> }>();
  const count = (view: View, counted: Counters | undefined, sign: 1 | -1) => {
    if (!counted) return;
    const key = `${tallyKey(view)} ${counted.bucket}`;
    const sum = sums.get(key) ?? { view, bucket: counted.bucket, counts: {} };
    for (const [name, n] of Object.entries(counted.counts)) sum.counts[name] = (sum.counts[name] ?? 0) + sign * n;
    sums.set(key, sum);
  };
  for (const { view, row, previous } of changes) {
    count(view, previous?.counters, -1);
    count(view, row.counters, 1);
  }
  return [...sums.values()]
    .map((sum) => ({ ...sum, counts: Object.fromEntries(Object.entries(sum.counts).filter(([, n]) => n)) }))
    .filter(({ counts }) => Object.keys(counts).length > 0);
};

export const tallyUpdate = (view: View, bucket: string, counts: Counters['counts']) => {
  const names = Object.entries(counts);
  return {
    Key: { pk: s(tallyKey(view)), sk: s(`b#${bucket}`) },
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
