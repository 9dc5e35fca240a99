import { recordedIn } from '../aws/event-items.ts';
import { rowIn } from '../aws/row-items.ts';
import type { Item, Table } from '../aws/table.ts';
import { countedIn } from '../aws/tallies.ts';
import { keyOf, type Recorded, type Stream } from '../event.ts';
import type { Platform, View } from '../platform.ts';
import { contentOf, heldBy, type Knowledge, rowsOf, saying } from './knowledge.ts';
import { ledger } from './ledger.ts';
import { isOver, type ScanOptions, scanned } from './scan.ts';

export interface World {
  readonly platform: Platform;
  readonly table: Table;
}

export interface SeenRow {
  readonly content: string;
  readonly seen: number;
  readonly stream?: Stream;
}

export interface Held {
  readonly says: string;
  readonly stream?: Stream;
}

export interface SurveyOptions extends ScanOptions {
  readonly onProgress?: (items: number) => void;
  /** Looks at nothing but the rows of the projections that are known. */
  readonly only?: boolean;
}

type Counts = Record<string, number>;

/** Walks the table once, holding what was found against what the streams say; what agrees is forgotten on the way. */
export const survey = async (
  { platform, table }: World,
  { projections, holders }: Knowledge,
  { onProgress = (_: number) => {}, only = false, ...options }: SurveyOptions = {},
) => {
  const rows = ledger<SeenRow>(
    (expected, actual) => expected.content === actual.content && actual.seen >= expected.seen,
  );
  const bookings = ledger<Held>((expected, actual) => expected.says === actual.says);
  const claims = ledger<Held>((expected, actual) => expected.says === actual.says);
  const counters = new Map<string, { held: number; found: number }>();
  const tallies = new Map<string, { counts: Counts; sums: Counts }>();
  const untold = new Map<string, string>();
  const names = new Set(projections.map(({ definition: { of, name } }) => `${of.context}#${name}`));
  let items = 0;

  const counter = (pk: string) => counters.get(pk) ?? counters.set(pk, { held: 0, found: 0 }).get(pk)!;
  const tally = (key: string) => tallies.get(key) ?? tallies.set(key, { counts: {}, sums: {} }).get(key)!;

  const trying = (what: string, stream: Stream, tell: () => void) => {
    try {
      tell();
    } catch (error) {
      untold.set(`${what} ${keyOf(stream)}`, (error as Error).name);
    }
  };

  const told = (stream: Stream, events: readonly Recorded[]) => {
    for (const projection of projections) {
      const { of, name } = projection.definition;
      if (of.context !== stream.context || of.name !== stream.aggregate) continue;
      trying(name, stream, () => {
        for (const { pk, row } of rowsOf(projection, events))
          rows.expect(pk, { content: contentOf(row), seen: row.seen, stream });
      });
    }
    for (const holder of holders) {
      if (holder.context !== stream.context || holder.name !== stream.aggregate) continue;
      trying(holder.name, stream, () => {
        const held = heldBy(holder, stream, events);
        for (const { pk, sk, says } of held.bookings) bookings.expect(`${pk} ${sk}`, { says, stream });
        for (const { pk } of held.claims) claims.expect(pk, { says: stream.id, stream });
      });
    }
  };

  const found = (item: Item) => {
    const [pk, sk] = [item.pk!.S!, item.sk!.S!];
    const [context = '', org = '', kind, name = '', ...rest] = pk.split('#');
    if (only && !(kind === 'view' && names.has(`${context}#${name}`))) return;
    if (kind === 'view' && sk === 'row') {
      const view: View = { context, org, name };
      const row = rowIn(item, view);
      if (row.data === undefined) return;
      rows.find(pk, { content: contentOf(row), seen: row.seen });
      if (!row.counted || !names.has(`${context}#${name}`)) return;
      const { sums } = tally(`${context}#${org}#tally#${name} b#${row.counted.bucket}`);
      for (const [what, n] of Object.entries(row.counted.counts)) sums[what] = (sums[what] ?? 0) + n;
    } else if (kind === 'tally' && names.has(`${context}#${name}`))
      tally(`${pk} ${sk}`).counts = countedIn(item).counts;
    else if (kind === 'claim') claims.find(pk, { says: item.holder?.S ?? '' });
    else if (kind === 'bookings' && rest.length > 0) {
      if (sk === 'version') counter(pk).held = Number(item.held?.N ?? 0);
      else {
        counter(pk).found++;
        bookings.find(`${pk} ${sk}`, { says: saying(item.to?.S, item.gsi1pk?.S) });
      }
    }
  };

  const histories = new Map<number, Recorded[]>();
  const flush = async (segment: number) => {
    const history = histories.get(segment);
    if (!history) return;
    histories.delete(segment);
    const { stream } = history[0]!;
    const whole = history.every(({ version }, i) => version === i + 1);
    told(stream, whole ? history : await platform.events.read(stream));
  };
  const heard = async (event: Recorded, segment: number) => {
    const history = histories.get(segment);
    if (history && keyOf(history[0]!.stream) === keyOf(event.stream)) return void history.push(event);
    await flush(segment);
    histories.set(segment, [event]);
  };

  const now = platform.clock();
  const onPage = async (page: readonly Item[], segment: number) => {
    for (const item of page) {
      if (item.sk!.S!.startsWith('e#')) await heard(recordedIn(item), segment);
      else if (!isOver(item, now)) found(item);
    }
    items += page.length;
    onProgress(items);
  };
  await scanned(table, onPage, options);
  for (const segment of [...histories.keys()]) await flush(segment);
  return { items, rows, bookings, claims, counters, tallies, untold };
};

export type Survey = Awaited<ReturnType<typeof survey>>;
