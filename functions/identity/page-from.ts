import { opened, sealed } from '@waybill/kernel';

interface Asked {
  /** Whose list it is, and which: a cursor goes on with the same question only. */
  readonly question: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly descending?: boolean;
}

/** A page of what is all there already, in the order of its positions. */
export const pageFrom = <Item>(
  all: readonly Item[],
  positionOf: (item: Item) => string,
  { question, limit, cursor, descending = false }: Asked,
): { items: Item[]; nextCursor?: string } => {
  const after = cursor === undefined ? undefined : opened(cursor, question);
  const left = all.filter((item) => {
    if (after === undefined) return true;
    return descending ? positionOf(item) < after : positionOf(item) > after;
  });
  const items = left.slice(0, limit);
  return { items, ...(left.length > limit && { nextCursor: sealed(positionOf(items.at(-1)!), question) }) };
};
