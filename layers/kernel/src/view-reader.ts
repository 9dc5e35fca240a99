import { digest } from './ids.ts';
import type { Counted, Platform, StoredRow, View } from './platform.ts';
import type { Projection } from './projection.ts';

/** A page with filters that no index answers may be short after this many rows were read. */
const rowsReadAtMost = 2_000;

export interface ListOptions<Row> {
  /** The value the list is kept by, where it is kept by one. */
  readonly by?: string;
  /** The sort value, from (inclusive) and to (exclusive). */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly descending?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly where?: (row: Row) => boolean;
  /** All that was asked for: a cursor goes on with the same question only. */
  readonly asked: object;
}

export interface Page<Row> {
  readonly items: Row[];
  readonly nextCursor?: string;
  readonly asOf: string;
}

/** What a query may do with a read model. */
export interface ViewReader<Row> {
  /** The row with all that has happened since it was kept: right after a write it tells of the write. */
  get(key: string): Promise<(Row & { readonly version: number }) | undefined>;
  /** The row as it stood at that time. */
  asOf(key: string, time: string): Promise<(Row & { readonly version: number }) | undefined>;
  /** A page, eventually consistent. */
  list(name: string, options: ListOptions<Row>): Promise<Page<Row>>;
  /** All rows of a list, a page at a time. */
  every(name: string, options?: Omit<ListOptions<Row>, 'limit' | 'cursor' | 'asked'>): AsyncIterable<Row>;
  tallies(range?: { from?: string; to?: string }): Promise<readonly Counted[]>;
}

export const viewReader =
  <Row>({ definition, fold }: Projection<Row>) =>
  ({ views, events, clock, cursors }: Platform, org: string): ViewReader<Row> => {
    const { of, name, lists = {} } = definition;
    const view: View = { context: of.context, org, name };
    const streamOf = (id: string) => ({ context: of.context, org, aggregate: of.name, id });
    const indexOf = (list: string) => {
      const index = Object.keys(lists).indexOf(list);
      if (index < 0) throw new Error(`${name} has no list ${list}`);
      return index as 0 | 1;
    };

    const pageAfter = async (list: string, options: Omit<ListOptions<Row>, 'cursor' | 'asked'>, start?: string) => {
      const { by = '', from, to, descending, limit, where = () => true } = options;
      const items: { row: Row; position: string }[] = [];
      let after = start;
      let read = 0;
      for (;;) {
        const wanted = limit + 1 - items.length;
        const chunk = options.where ? Math.max(wanted, 100) : wanted;
        const rows = (await views.list(view, {
          index: indexOf(list),
          list,
          by,
          from,
          to,
          descending,
          after,
          limit: chunk,
        })) as StoredRow<Row>[];
        read += rows.length;
        for (const row of rows) {
          after = `${row.listed[indexOf(list)]!.sort}#${row.key}`;
          if (row.data !== undefined && where(row.data)) items.push({ row: row.data, position: after });
          if (items.length > limit) return { items: items.slice(0, limit), next: items[limit - 1]!.position };
        }
        if (rows.length < chunk) return { items };
        if (read >= rowsReadAtMost) return { items, next: after };
      }
    };

    return {
      get: async (key) => {
        const row = (await views.get(view, key)) as StoredRow<Row> | undefined;
        const tail = await events.read(streamOf(key), { after: row?.seen ?? 0 });
        const data = fold(row?.data, tail);
        return data && { ...data, version: tail.at(-1)?.version ?? row!.seen };
      },

      asOf: async (key, time) => {
        const history = await events.read(streamOf(key));
        const later = history.findIndex(({ at }) => at > time);
        const then = later < 0 ? history : history.slice(0, later);
        const data = fold(undefined, then);
        return data && { ...data, version: then.length };
      },

      list: async (list, { cursor, asked, ...options }) => {
        const question = digest(`${org} ${name} ${list} ${JSON.stringify(asked)}`);
        const asOf = clock().toISOString();
        const { items, next } = await pageAfter(
          list,
          options,
          cursor === undefined ? undefined : await cursors.open(cursor, question),
        );
        return {
          items: items.map(({ row }) => row),
          ...(next !== undefined && { nextCursor: await cursors.seal(next, question) }),
          asOf,
        };
      },

      every: async function* (list, options = {}) {
        let after: string | undefined;
        do {
          const { items, next } = await pageAfter(list, { ...options, limit: 500 }, after);
          yield* items.map(({ row }) => row);
          after = next;
        } while (after !== undefined);
      },

      tallies: (range) => views.tallies(view, range),
    };
  };
