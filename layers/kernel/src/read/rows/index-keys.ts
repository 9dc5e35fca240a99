import type { IndexedKey, ListRange, View, ViewStore } from '../../platform.ts';
import { positionOf } from './row-reader.ts';
import { sortsBefore } from './sorts-before.ts';

/** A part of an index, and the range that is read of it. */
export type IndexPart = Pick<ListRange, 'by' | 'from' | 'to'>;

export interface IndexParts extends Pick<ListRange, 'index' | 'list' | 'descending'> {
  /** The parts that are read as one list. */
  readonly parts: readonly IndexPart[];
}

/** The keys of several parts of an index, in one order. */
export interface KeyReader {
  /** The next `count` keys; fewer only at the end. */
  take(count: number): Promise<readonly IndexedKey[]>;
}

interface Reading {
  readonly range: IndexPart;
  keys: readonly IndexedKey[];
  after: string | undefined;
  isAtEnd: boolean;
}

/**
 * Merges the parts by position: all of them are sorted by the same value, so a position is valid in each of them. A row
 * that moves from one part to another during the reading is returned once.
 */
export const keyReader = (
  views: Pick<ViewStore, 'list'>,
  view: View,
  { parts, ...place }: IndexParts,
  start: string | undefined,
): KeyReader => {
  const unique = [...new Map(parts.map((range) => [range.by, range])).values()];
  const reading = unique.map((range): Reading => ({ range, keys: [], after: start, isAtEnd: false }));
  const comesFirst = (a: string, b: string) => (place.descending ? sortsBefore(b, a) : sortsBefore(a, b));
  let last: string | undefined;

  const fill = async (part: Reading, limit: number) => {
    if (part.keys.length || part.isAtEnd) return;
    part.keys = await views.list(view, { ...place, ...part.range, after: part.after, limit });
    part.isAtEnd = part.keys.length < limit;
    if (part.keys.length) part.after = placeOf(part.keys.at(-1)!);
  };
  const next = (): IndexedKey | undefined => {
    const first = reading
      .filter(({ keys }) => keys.length)
      .reduce<Reading | undefined>(
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
      // With several parts, each read takes half a page: that many keys fit in one read unit.
      const limit = reading.length === 1 ? count : Math.ceil(count / 2);
      while (taken.length < count) {
        await Promise.all(reading.map((part) => fill(part, limit)));
        const key = next();
        if (!key) break;
        if (placeOf(key) !== last) taken.push(key);
        last = placeOf(key);
      }
      return taken;
    },
  };
};

/** Reads keys that were found elsewhere like an index. */
export const givenKeys = (
  given: readonly IndexedKey[],
  { descending }: Pick<IndexParts, 'descending'>,
  start: string | undefined,
): KeyReader => {
  const unique = new Map(given.map((key) => [placeOf(key), key]));
  const comesFirst = (a: string, b: string) => (descending ? sortsBefore(b, a) : sortsBefore(a, b));
  const left = [...unique]
    .filter(([place]) => start === undefined || comesFirst(start, place))
    .toSorted(([a], [b]) => (comesFirst(a, b) ? -1 : 1))
    .map(([, key]) => key);
  return { take: async (count) => left.splice(0, count) };
};

const placeOf = ({ sort, key }: IndexedKey) => positionOf(sort, key);
