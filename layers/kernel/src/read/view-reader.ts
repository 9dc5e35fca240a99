import { digest } from '../ids.ts';
import type { Counters, IndexedKey, Platform, StoredRow } from '../platform.ts';
import type { Projection } from './projection.ts';
import { hasSeveralSources, isStale } from './read-model.ts';
import { type IndexPart, keyReader } from './rows/index-keys.ts';
import { rowReader } from './rows/row-reader.ts';
import { viewOf } from './rows/view-of.ts';
import { pageAfter, type RowsOfPage } from './rows/view-page.ts';
import { rowNow, rowThen, upTo } from './streams/row-now.ts';

export interface ListOptions<Row> {
  /** The partition value of the index, if it has one; several are read as one list, in its order. */
  readonly by?: string | readonly (string | IndexPart)[] | undefined;
  /** The sort value, from (inclusive) and to (exclusive). */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly descending?: boolean | undefined;
  /** The keys of the candidate rows, sorted like the list: they were found in another index. */
  readonly among?: readonly IndexedKey[] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly where?: ((row: Row) => boolean) | undefined;
  /** A filter that needs a read for each row: it is applied after `where`, and a page ends after fewer rows. */
  readonly whereAlso?: ((row: Row) => Promise<boolean>) | undefined;
  /** All filters of the request: a cursor is valid for the same filters only. */
  readonly filters: object;
}

/** One of several lists that are read one after the other. */
export interface ChainedList<Row> extends Omit<ListOptions<Row>, 'among' | 'limit' | 'cursor' | 'filters'> {
  readonly list: string;
}

export interface Page<Row> {
  readonly items: Row[];
  readonly nextCursor?: string;
  readonly asOf: string;
}

/** The operations of a query on a read model. */
export interface ViewReader<Row> {
  /** The row including events after its checkpoint: a read right after a write contains the write. */
  get(key: string): Promise<(Row & { readonly version: number }) | undefined>;
  /** The row as of that time. */
  asOf(key: string, time: string): Promise<(Row & { readonly version: number }) | undefined>;
  /** A page, eventually consistent. */
  list(name: string, options: ListOptions<Row>): Promise<Page<Row>>;
  /** A page of the rows that several lists have, one list after the other. */
  chain(
    lists: readonly ChainedList<Row>[],
    options: Pick<ListOptions<Row>, 'limit' | 'cursor' | 'filters'>,
  ): Promise<Page<Row>>;
  /** The keys in a part of an index, at most `most`, and whether these are all; eventually consistent. */
  keys(
    name: string,
    options: Pick<ListOptions<Row>, 'by' | 'from' | 'to'> & { readonly most: number },
  ): Promise<{ readonly keys: readonly IndexedKey[]; readonly complete: boolean }>;
  /** The page of a list with at most one row; without a key, it is empty. */
  only(key: string | undefined, options: Pick<ListOptions<Row>, 'where' | 'cursor' | 'filters'>): Promise<Page<Row>>;
  /** The first rows of a list, at most `most`, and whether these are all: for statistics, which are not paged. */
  first(
    name: string,
    options: Pick<ListOptions<Row>, 'by' | 'from' | 'to' | 'descending'> & { readonly most: number },
  ): Promise<{ readonly rows: readonly Row[]; readonly complete: boolean }>;
  counters(range?: { from?: string; to?: string }): Promise<readonly Counters[]>;
}

export const viewReader =
  <Row>(projection: Projection<Row>) =>
  (platform: Platform, org: string): ViewReader<Row> => {
    const { views, events, clock, cursors } = platform;
    const { definition, fold } = projection;
    const { of, name, indexes = {} } = definition;
    const view = viewOf(projection, org);
    const rows = rowReader(projection, platform, org);
    const from = { projection, views, view, rows };
    const streamOf = (id: string) => ({ context: of.context, org, aggregate: of.name, id });
    const placeIn = (
      list: string,
      { by = '', from, to, descending }: Pick<ListOptions<Row>, 'by' | 'from' | 'to' | 'descending'>,
    ) => {
      const index = Object.keys(indexes).indexOf(list);
      if (index < 0) throw new Error(`${name} has no list ${list}`);
      const parts = [by].flat().map((it) => ({ from, to, ...(typeof it === 'string' ? { by: it } : it) }));
      return { list, index, parts, descending };
    };
    const questionOf = (list: string, filters: object) => digest(`${org} ${name} ${list} ${JSON.stringify(filters)}`);

    const storedRow = async (key: string) => (await views.get(view, key)) as StoredRow<Row> | undefined;
    const answered = (key: string, data: Row | undefined, version: number) =>
      data && { ...rows.checked(key, data), version };

    const get: ViewReader<Row>['get'] = async (key) => {
      if (hasSeveralSources(projection)) {
        const { data, version } = await rowNow(platform, projection, org, key, await storedRow(key));
        return answered(key, data, version);
      }
      const stored = definition.stored === false ? undefined : await storedRow(key);
      const base = isStale(projection, stored) ? undefined : stored;
      const tail = await events.read(streamOf(key), { after: base?.checkpoint ?? 0 });
      const data = fold(base?.data, tail);
      return answered(key, data, tail.at(-1)?.version ?? base?.checkpoint ?? 0);
    };

    return {
      get,

      asOf: async (key, time) => {
        if (hasSeveralSources(projection)) {
          const { data, version } = await rowThen(platform, projection, org, key, await storedRow(key), time);
          return answered(key, data, version);
        }
        const then = upTo(time, await events.read(streamOf(key)));
        return answered(key, fold(undefined, then), then.length);
      },

      list: async (list, { cursor, filters, ...options }) => {
        const question = questionOf(list, filters);
        const asOf = clock().toISOString();
        const start = cursor === undefined ? undefined : await cursors.decode(cursor, question);
        const { where, whereAlso, among, limit, ...range } = options;
        const page = { ...placeIn(list, range), where, whereAlso, among, limit };
        const { items, next } = await pageAfter(from, page, start);
        return { items, ...(next !== undefined && { nextCursor: await cursors.encode(next, question) }), asOf };
      },

      chain: async (lists, { limit, cursor, filters }) => {
        const question = questionOf('', { lists, filters });
        const asOf = clock().toISOString();
        const [, place = '0', after = ''] =
          /^(\d+) (.*)$/s.exec(cursor === undefined ? '' : await cursors.decode(cursor, question)) ?? [];
        const items: Row[] = [];
        let start: string | undefined = after;
        for (let i = Number(place); i < lists.length; i++) {
          const { list, where, whereAlso, ...range } = lists[i]!;
          const page = { ...placeIn(list, range), where, whereAlso, limit: limit - items.length };
          const found: RowsOfPage<Row> = await pageAfter(from, page, start);
          items.push(...found.items);
          if (found.next !== undefined)
            return { items, nextCursor: await cursors.encode(`${i} ${found.next}`, question), asOf };
          start = undefined;
        }
        return { items, asOf };
      },

      only: async (key, { where = () => true, cursor, filters }) => {
        // There is never a second page, so any cursor is invalid.
        if (cursor !== undefined) await cursors.decode(cursor, questionOf('', filters));
        const asOf = clock().toISOString();
        const found = key === undefined ? undefined : await get(key);
        return { items: found && where(found) ? [found] : [], asOf };
      },

      keys: async (list, { most, ...range }) => {
        const keys = await keyReader(views, view, placeIn(list, range), undefined).take(most + 1);
        return { keys: keys.slice(0, most), complete: keys.length <= most };
      },

      first: async (list, { most, ...options }) => {
        const { items, next } = await pageAfter(from, { ...placeIn(list, options), limit: most });
        return { rows: items, complete: next === undefined };
      },

      counters: (range) => views.counters(view, range),
    };
  };
