import { UnreadableEvent } from '@waybill/kernel/messaging/unreadable-event';
import type { Platform, View } from '@waybill/kernel/platform';
import { follows, hasSeveralSources, isStale } from '@waybill/kernel/read/read-model';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { streamsOf } from '@waybill/kernel/read/streams/checkpoints';
import { notesIn } from '@waybill/kernel/storage/aws/items/count';
import { countedIn, difference } from '@waybill/kernel/storage/aws/items/counters';
import { recordedIn } from '@waybill/kernel/storage/aws/items/event-items';
import { rowIn } from '@waybill/kernel/storage/aws/items/row-items';
import type { Item, Table } from '@waybill/kernel/storage/aws/table';
import { type RecordedEvent, type Stream, streamKey } from '@waybill/kernel/write/event';
import { contentOf, heldBy, type Knowledge, rowsOf, saying } from './knowledge.ts';
import { ledger } from './rows/ledger.ts';
import { rowsOfSeveral } from './rows/rows-of-several.ts';
import { isOver, type ScanOptions, scanned } from './scan.ts';

export interface Target {
  readonly platform: Platform;
  readonly table: Table;
}

export interface ComparedRow {
  readonly content: string;
  readonly checkpoint: number;
  /** The streams that produce it, or those that it names. */
  readonly streams?: readonly Stream[];
  /** Stale, written by another release, which is not an error: it is folded from its stream when it is read. */
  readonly isStale?: boolean;
  readonly isDamaged?: boolean;
}

export interface Held {
  readonly says: string;
  readonly stream?: Stream;
}

export interface SurveyOptions extends ScanOptions {
  readonly onProgress?: (items: number) => void;
  /** Checks only the rows of the known projections. */
  readonly only?: boolean;
}

type Counts = Record<string, number>;

/** Scans the table once, and compares its items with the streams; equal ones are dropped at once. */
export const survey = async (
  { platform, table }: Target,
  { projections, holders }: Knowledge,
  { onProgress = (_: number) => {}, only = false, ...options }: SurveyOptions = {},
) => {
  const rows = ledger<ComparedRow>(
    (expected, actual) =>
      actual.isStale === true || (expected.content === actual.content && actual.checkpoint >= expected.checkpoint),
  );
  const bookings = ledger<Held>((expected, actual) => expected.says === actual.says);
  const claims = ledger<Held>((expected, actual) => expected.says === actual.says);
  const counters = new Map<string, { held: number; found: number }>();
  const buckets = new Map<string, { counts: Readonly<Counts>; sums: Counts }>();
  const unprojected = new Map<string, string>();
  const unread = new Set<string>();
  const several = rowsOfSeveral(platform);
  const named = new Map(
    projections.map((projection) => [`${projection.definition.of.context}#${projection.definition.name}`, projection]),
  );
  const noted: { readonly where: string; readonly view: View; readonly item: Item }[] = [];
  let [items, stale] = [0, 0];

  const counter = (pk: string) => counters.get(pk) ?? counters.set(pk, { held: 0, found: 0 }).get(pk)!;
  const bucketAt = (key: string) => buckets.get(key) ?? buckets.set(key, { counts: {}, sums: {} }).get(key)!;

  const trying = (what: string, stream: Stream, project: () => void) => {
    try {
      project();
    } catch (error) {
      unprojected.set(`${what} ${streamKey(stream)}`, `cannot be projected (${(error as Error).name})`);
    }
  };

  /** A stream with an unreadable event cannot be projected: its rows are unknown. */
  const unreadable = (error: unknown) => {
    if (!(error instanceof UnreadableEvent)) throw error;
    const { stream, version } = error;
    const affected = [
      ...projections.filter((projection) => follows(projection, stream)).map(({ definition: { name } }) => ({ name })),
      ...holders.filter((of) => of.context === stream.context && of.name === stream.aggregate),
    ];
    const why = `cannot be read at version ${version} (${(error.cause as Error).name})`;
    for (const { name } of affected.length ? affected : [{ name: stream.aggregate }])
      unprojected.set(`${name} ${streamKey(stream)}`, why);
    unread.add(streamKey(stream));
  };

  const expectFrom = (stream: Stream, events: readonly RecordedEvent[]) => {
    for (const projection of projections) {
      if (!follows(projection, stream)) continue;
      trying(projection.definition.name, stream, () => {
        if (hasSeveralSources(projection)) several.add(projection, events);
        else
          for (const { pk, row } of rowsOf(projection, events))
            rows.expect(pk, { content: contentOf(row), checkpoint: row.checkpoint, streams: [stream] });
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
    const projection = named.get(`${context}#${name}`);
    if (only && !(kind === 'view' && projection)) return;
    if (kind === 'view' && sk === 'row') {
      const row = rowIn(item, projection ? viewOf(projection, org) : { context, org, name });
      if (row.data === undefined && !row.damaged) return;
      const isOfAnother = projection !== undefined && !row.damaged && isStale(projection, row);
      if (isOfAnother) stale++;
      rows.find(pk, {
        content: contentOf(row),
        checkpoint: row.checkpoint,
        ...(projection && row.checkpoints && { streams: streamsOf(projection, org, row) }),
        ...(isOfAnother && { isStale: true }),
        ...(row.damaged && { isDamaged: true }),
      });
      if (!row.counters || !projection) return;
      const { sums } = bucketAt(`${context}#${org}#counters#${name} b#${row.counters.bucket}`);
      for (const [what, n] of Object.entries(row.counters.counts)) sums[what] = (sums[what] ?? 0) + n;
    } else if (kind === 'counters' && projection) {
      bucketAt(`${pk} ${sk}`).counts = countedIn(item).counts;
      noted.push({ where: `${pk} ${sk}`, view: { context, org, name }, item });
    } else if (kind === 'claim') claims.find(pk, { says: item.holder?.S ?? '' });
    else if (kind === 'bookings' && rest.length > 0) {
      if (sk === 'version') counter(pk).held = Number(item.held?.N ?? 0);
      else {
        counter(pk).found++;
        bookings.find(`${pk} ${sk}`, { says: saying(item.to?.S, item.gsi1pk?.S) });
      }
    }
  };

  const histories = new Map<number, RecordedEvent[]>();
  const flush = async (segment: number) => {
    const history = histories.get(segment);
    if (!history) return;
    histories.delete(segment);
    const { stream } = history[0]!;
    if (unread.has(streamKey(stream))) return;
    const whole = history.every(({ version }, i) => version === i + 1);
    try {
      expectFrom(stream, whole ? history : await platform.events.read(stream));
    } catch (error) {
      unreadable(error);
    }
  };
  const collect = async (event: RecordedEvent, segment: number) => {
    const history = histories.get(segment);
    if (history && streamKey(history[0]!.stream) === streamKey(event.stream)) return void history.push(event);
    await flush(segment);
    histories.set(segment, [event]);
  };

  const collectIn = async (item: Item, segment: number) => {
    let event: RecordedEvent;
    try {
      event = recordedIn(item);
    } catch (error) {
      return unreadable(error);
    }
    await collect(event, segment);
  };

  const now = platform.clock();
  const onPage = async (page: readonly Item[], segment: number) => {
    for (const item of page) {
      if (item.sk!.S!.startsWith('e#')) await collectIn(item, segment);
      else if (!isOver(item, now)) found(item);
    }
    items += page.length;
    onProgress(items);
  };
  await scanned(table, onPage, options);
  for (const segment of [...histories.keys()]) await flush(segment);
  await several.each({
    onRow: ({ pk, row, streams }) =>
      row.data !== undefined && rows.expect(pk, { content: contentOf(row), checkpoint: row.checkpoint, streams }),
    onError: (name, [stream], error) => {
      if (error instanceof UnreadableEvent) unreadable(error);
      else
        trying(name, stream!, () => {
          throw error;
        });
    },
  });
  for (const { where, view, item } of noted) {
    const kept = bucketAt(where);
    kept.counts = difference(kept.counts, await announcedIn(platform, view, item));
  }
  return { items, stale, rows, bookings, claims, counters, buckets, unprojected };
};

/** The share of announced but unwritten changes in counters: it is subtracted when they are next written. */
const announcedIn = async ({ views }: Platform, view: View, item: Item): Promise<Counts> => {
  const { bucket } = countedIn(item);
  const notes = notesIn(item);
  const rows = await views.getMany(notes.map(({ key }) => ({ view, key })));
  const more: Counts = {};
  for (const [i, { counts }] of notes.entries()) {
    const counters = rows[i]?.counters;
    const real = counters?.bucket === bucket ? counters.counts : {};
    for (const [name, n] of Object.entries(difference(counts, real))) more[name] = (more[name] ?? 0) + n;
  }
  return more;
};

export type Survey = Awaited<ReturnType<typeof survey>>;
