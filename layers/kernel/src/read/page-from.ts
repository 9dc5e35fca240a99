import type { Cursors } from './cursor.ts';

interface Asked {
  /** Names the organization, the list and its filters: a cursor is valid for the same question only. */
  readonly question: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly descending?: boolean;
}

/** A page of items that are all in memory, sorted by position; with `descending`, in descending order. */
export const pageFrom = async <Item>(
  cursors: Cursors,
  all: readonly Item[],
  positionOf: (item: Item) => string,
  { question, limit, cursor, descending = false }: Asked,
): Promise<{ items: Item[]; nextCursor?: string }> => {
  const after = cursor === undefined ? undefined : await cursors.decode(cursor, question);
  const left = all.filter((item) => {
    if (after === undefined) return true;
    return descending ? positionOf(item) < after : positionOf(item) > after;
  });
  const items = left.slice(0, limit);
  if (left.length <= limit) return { items };
  return { items, nextCursor: await cursors.encode(positionOf(items.at(-1)!), question) };
};
