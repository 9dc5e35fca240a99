import type { IndexedKey, ListRange, View, ViewStore } from '../platform.ts';
import { positionOf } from './row-reader.ts';

export interface IndexParts extends Omit<ListRange, 'by' | 'limit' | 'after'> {
  /** The values whose parts are read as one list. */
  readonly by: readonly string[];
}

/** The keys of several parts of an index, in one order. */
export interface KeyReader {
  /** The next `count` keys; fewer only at the end. */
  take(count: number): Promise<readonly IndexedKey[]>;
}

interface Part {
  readonly by: string;
  keys: readonly IndexedKey[];
  after: string | undefined;
  isAtEnd: boolean;
}

/**
 * Merges the parts by position: all of them are sorted by the same value, so a position says in each where to go on.
 * A row that moves from one part to another while they are read is met once.
 */
export const keyReader = (
  views: Pick<ViewStore, 'list'>,
  view: View,
  { by, ...range }: IndexParts,
  start: string | undefined,
): KeyReader => {
  const parts = [...new Set(by)].map((by): Part => ({ by, keys: [], after: start, isAtEnd: false }));
  const comesFirst = (a: string, b: string) => (range.descending ? a > b : a < b);
  let last: string | undefined;

  const fill = async (part: Part, limit: number) => {
    if (part.keys.length || part.isAtEnd) return;
    part.keys = await views.list(view, { ...range, by: part.by, after: part.after, limit });
    part.isAtEnd = part.keys.length < limit;
    if (part.keys.length) part.after = placeOf(part.keys.at(-1)!);
  };
  const next = (): IndexedKey | undefined => {
    const first = parts
      .filter(({ keys }) => keys.length)
      .reduce<Part | undefined>(
        (best, part) => (best && !comesFirst(placeOf(part.keys[0]!), placeOf(best.keys[0]!)) ? best : part),
        undefined,
      );
    const key = first?.keys[0];
    if (first) first.keys = first.keys.slice(1);
    return key;
  };

  return {
    take: async (count) => {
      const taken: IndexedKey[] = [];
      // Several parts share the work: half of a page is a read unit's worth of keys in each.
      const limit = parts.length === 1 ? count : Math.ceil(count / 2);
      while (taken.length < count) {
        await Promise.all(parts.map((part) => fill(part, limit)));
        const key = next();
        if (!key) break;
        if (placeOf(key) !== last) taken.push(key);
        last = placeOf(key);
      }
      return taken;
    },
  };
};

const placeOf = ({ sort, key }: IndexedKey) => positionOf(sort, key);
