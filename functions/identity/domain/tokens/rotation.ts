/** When a key was made, and from when it signs. */
interface Dated {
  readonly madeAt: string;
  readonly from: string;
}

const dayMs = 86_400_000;
/** A key signs for thirty days, and stays published for thirty more. */
const rotationMs = 30 * dayMs;
const graceMs = 30 * dayMs;
/** A key is published a quarter of an hour before it signs: three times as long as an authorizer caches the keys. */
const aheadMs = 15 * 60_000;

const oldestFirst = <Key extends Dated>(keys: readonly Key[]) => keys.toSorted((a, b) => (a.from < b.from ? -1 : 1));

/** The key that signs now: the newest one whose time has come. */
export const signing = <Key extends Dated>(keys: readonly Key[], now: Date): Key | undefined =>
  oldestFirst(keys).findLast(({ from }) => from <= now.toISOString());

/** The time from which a new key must sign, if one is due: now if there is none. */
export const nextFrom = (keys: readonly Dated[], now: Date): string | undefined => {
  const newest = oldestFirst(keys).at(-1);
  if (!newest) return now.toISOString();
  const due = Date.parse(newest.from) + rotationMs;
  return due <= now.getTime() ? new Date(now.getTime() + aheadMs).toISOString() : undefined;
};

/** The keys to publish: all except those whose successor has signed for thirty days. */
export const published = <Key extends Dated>(keys: readonly Key[], now: Date): Key[] => {
  const all = oldestFirst(keys);
  return all.filter((_, i) => {
    const successor = all[i + 1];
    return !successor || Date.parse(successor.from) + graceMs > now.getTime();
  });
};
