import { type ConsumedCapacity, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type Claim,
  ClaimTaken,
  type Commit,
  ConcurrencyError,
  type EventStore,
  type HeldRange,
  ThrottledError,
} from '@waybill/kernel/platform';
import { claims } from '@waybill/kernel/read/claims';
import { type RecordedEvent, type Stream, streamKey } from '@waybill/kernel/write/event';
import { type Resource, resource } from '@waybill/kernel/write/resource';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { onEveryPlatform } from '../support/platforms.ts';

const org = 'acme';
const van = (id: string): Stream => ({ context: 'garage', org, aggregate: 'van', id });
const bay = resource('garage', 'bay');
const road = resource('garage', 'road', { exclusive: false });

const happened = (stream: Stream, version: number, data: unknown = { version }): RecordedEvent =>
  recordedEvent({ type: 'Happened', revision: 1, data }, stream, version);

const commit = (store: EventStore, part: Partial<Commit>) => store.commit({ org, ...part });
const append = (store: EventStore, ...appends: RecordedEvent[]) => commit(store, { appends });
const versions = async (store: EventStore, stream: Stream, range?: { after?: number; limit?: number }) =>
  (await store.read(stream, range)).map(({ version }) => version);

const plate = (value: string, holder: string): Claim => ({
  context: 'garage',
  kind: 'plate',
  value,
  field: 'licencePlate',
  holder,
});
const slot = (id: string, holder: string, hour: number, resource: Resource = bay) => ({
  resource,
  id,
  holder,
  window: { from: at(hour), to: at(hour + 1) },
});
const at = (hour: number) => `2026-05-04T${String(hour).padStart(2, '0')}:00:00.000Z`;
const ever = '9999-12-31T23:59:59.999Z';
const plates = claims('garage', 'plate');
const freed = (id: string, holder: string, hour: number, resource: Resource = bay) => ({
  resource,
  id,
  holder,
  from: at(hour),
});

/** The outcome of each. */
const outcomes = async (races: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(races)).map((race) => (race.status === 'fulfilled' ? 'won' : race.reason.name));
const count = (all: readonly string[], one: string) => all.filter((it) => it === one).length;

const oneStreamAfterAnother = (events: readonly RecordedEvent[]) => {
  const finished = new Set<string>();
  let current = '';
  for (const { stream } of events) {
    if (stream.id === current) continue;
    if (finished.has(stream.id)) return false;
    finished.add(current);
    current = stream.id;
  }
  return true;
};

onEveryPlatform((open, where) => {
  const store = async () => (await open()).events;

  describe('a stream', () => {
    test('is empty before the first event', async () => {
      expect(await (await store()).read(van('1'))).toEqual([]);
    });

    test('is read in order, as it was recorded', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1), happened(van('1'), 2));
      await append(events, happened(van('1'), 3));
      expect(await events.read(van('1'))).toEqual([1, 2, 3].map((version) => happened(van('1'), version)));
    });

    test('is read after a version, up to a limit', async () => {
      const events = await store();
      await append(events, ...Array.from({ length: 12 }, (_, i) => happened(van('1'), i + 1)));
      expect(await versions(events, van('1'), { after: 9 })).toEqual([10, 11, 12]);
      expect(await versions(events, van('1'), { limit: 2 })).toEqual([1, 2]);
      expect(await versions(events, van('1'), { after: 4, limit: 3 })).toEqual([5, 6, 7]);
      expect(await versions(events, van('1'), { after: 12 })).toEqual([]);
    });

    test('belongs to its organization, its context and its aggregate', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1));
      expect(await events.read({ ...van('1'), org: 'other' })).toEqual([]);
      expect(await events.read({ ...van('1'), context: 'other' })).toEqual([]);
      expect(await events.read({ ...van('1'), aggregate: 'other' })).toEqual([]);
      expect(await events.read(van('11'))).toEqual([]);
    });

    test('refuses a stale append completely', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1), happened(van('1'), 2));
      await expect(append(events, happened(van('1'), 2), happened(van('1'), 3))).rejects.toThrow(ConcurrencyError);
      await expect(append(events, happened(van('1'), 2))).rejects.toThrow(ConcurrencyError);
      expect(await versions(events, van('1'))).toEqual([1, 2]);
    });

    test('is extended by one of many concurrent writers', async () => {
      const events = await store();
      const races = Array.from({ length: 20 }, (_, i) => append(events, happened(van('1'), 1, { racer: i })));
      const all = await outcomes(races);
      expect(count(all, 'won')).toBe(1);
      expect(count(all, 'ConcurrencyError')).toBe(19);
      expect((await events.read(van('1'))).map(({ data }) => data)).toEqual([{ racer: all.indexOf('won') }]);
    });

    test('is written together with others, or none is', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1), happened(van('2'), 1), happened(van('3'), 1));
      await expect(append(events, happened(van('4'), 1), happened(van('2'), 1))).rejects.toThrow(ConcurrencyError);
      expect(await versions(events, van('2'))).toEqual([1]);
      expect(await versions(events, van('3'))).toEqual([1]);
      expect(await versions(events, van('4'))).toEqual([]);
    });

    test('keeps characters of every alphabet', async () => {
      const events = await store();
      const data = { name: '🚚 Zürich → 東京 𠮷 \u{10FFFF} "quoted" \\ \n', deep: { list: [1, -0.5, null, true, []] } };
      await append(events, happened(van('1'), 1, data));
      expect((await events.read(van('1')))[0]?.data).toEqual(data);
    });

    test('keeps big events, and reads many of them', async () => {
      const events = await store();
      const text = 'x'.repeat(300 * 1024);
      for (const version of [1, 2, 3, 4, 5]) await append(events, happened(van('1'), version, { text, version }));
      const history = await events.read(van('1'));
      expect(history.map(({ data }) => [data.version, data.text.length])).toEqual(
        [1, 2, 3, 4, 5].map((version) => [version, text.length]),
      );
      expect(await versions(events, van('1'), { after: 1, limit: 4 })).toEqual([2, 3, 4, 5]);
    });
  });

  describe('a stream that was read for a decision', () => {
    test('lets the commit pass while it is unchanged', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1));
      await commit(events, { appends: [happened(van('2'), 1)], unchangedStreams: [{ stream: van('1'), version: 1 }] });
      await commit(events, { appends: [happened(van('2'), 2)], unchangedStreams: [{ stream: van('3'), version: 0 }] });
      expect(await versions(events, van('2'))).toEqual([1, 2]);
    });

    test('fails the commit when it has grown', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1), happened(van('1'), 2));
      const stale = commit(events, {
        appends: [happened(van('2'), 1)],
        unchangedStreams: [{ stream: van('1'), version: 1 }],
      });
      await expect(stale).rejects.toThrow(ConcurrencyError);
      expect(await versions(events, van('2'))).toEqual([]);
    });

    test('may be read twice', async () => {
      const events = await store();
      await append(events, happened(van('1'), 1));
      const guard = { stream: van('1'), version: 1 };
      await commit(events, { appends: [happened(van('2'), 1)], unchangedStreams: [guard, guard] });
      expect(await versions(events, van('2'))).toEqual([1]);
      const late = { stream: van('1'), version: 0 };
      const torn = commit(events, { appends: [happened(van('2'), 2)], unchangedStreams: [late, guard] });
      await expect(torn).rejects.toThrow(ConcurrencyError);
    });

    test('may be the one that is written', async () => {
      const events = await store();
      await commit(events, { appends: [happened(van('1'), 1)], unchangedStreams: [{ stream: van('1'), version: 0 }] });
      expect(await versions(events, van('1'))).toEqual([1]);
    });
  });

  describe('a claim', () => {
    test('is refused to others, and nothing is written with it', async () => {
      const events = await store();
      await commit(events, { appends: [happened(van('1'), 1)], claims: [plate('AB', '1')] });
      const second = commit(events, { appends: [happened(van('2'), 1)], claims: [plate('CD', '2'), plate('AB', '2')] });
      await expect(second).rejects.toThrow(ClaimTaken);
      await expect(second).rejects.toMatchObject({ claim: { kind: 'plate', value: 'AB', field: 'licencePlate' } });
      expect(await versions(events, van('2'))).toEqual([]);
      await commit(events, { claims: [plate('CD', '3')] });
    });

    test('may be repeated by its holder', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB', '1')] });
      await commit(events, { claims: [plate('AB', '1')] });
    });

    test('is free again once released', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB', '1')] });
      await commit(events, { releases: [plate('AB', '1')] });
      await commit(events, { claims: [plate('AB', '2')] });
    });

    test('released and made again in one commit remains', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB', '1')] });
      await commit(events, { releases: [plate('AB', '1')], claims: [plate('AB', '1')] });
      await expect(commit(events, { claims: [plate('AB', '2')] })).rejects.toThrow(ClaimTaken);
    });

    test('moves to another holder in the commit in which its holder releases it', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB', '1')] });
      await commit(events, { releases: [plate('AB', '1')], claims: [plate('AB', '2')] });
      expect(await events.holder(org, plates, 'AB')).toBe('2');
      const stale = commit(events, { releases: [plate('AB', '1')], claims: [plate('AB', '3')] });
      await expect(stale).rejects.toThrow(ClaimTaken);
      expect(await events.holder(org, plates, 'AB')).toBe('2');
    });

    test('that does not exist may be released', async () => {
      const events = await store();
      await commit(events, { appends: [happened(van('1'), 1)], releases: [plate('AB', '1')] });
      expect(await versions(events, van('1'))).toEqual([1]);
    });

    test('cannot be released by others', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB', '1')] });
      await expect(commit(events, { releases: [plate('AB', '2')] })).rejects.toThrow(ConcurrencyError);
      await expect(commit(events, { claims: [plate('AB', '3')] })).rejects.toThrow(ClaimTaken);
    });

    test('is made by one of many concurrent writers', async () => {
      const events = await store();
      const all = await outcomes(
        Array.from({ length: 20 }, (_, i) => commit(events, { claims: [plate('AB', `${i}`)] })),
      );
      expect(count(all, 'won')).toBe(1);
      expect(count(all, 'ClaimTaken')).toBe(19);
    });

    test('is another one in another organization, context or kind', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB', '1')] });
      await commit(events, { org: 'other', claims: [plate('AB', '2')] });
      await commit(events, { claims: [{ ...plate('AB', '3'), kind: 'licence' }] });
      await commit(events, { claims: [{ ...plate('AB', '4'), context: 'fleet' }] });
    });
  });

  describe('bookings', () => {
    test('a resource without bookings has none, at version 0', async () => {
      expect(await (await store()).bookings(org, bay, 'b1')).toEqual({ items: [], version: 0 });
    });

    test('are listed by their start, up to a limit', async () => {
      const events = await store();
      for (const [holder, hour] of [
        ['v3', 12],
        ['V2', 8],
        ['v1', 8],
        ['v2', 10],
      ] as const)
        await commit(events, { books: [slot('b1', holder, hour)] });
      const { items, version } = await events.bookings(org, bay, 'b1');
      expect(items.map(({ from, holder }) => [from, holder])).toEqual([
        [at(8), 'V2'],
        [at(8), 'v1'],
        [at(10), 'v2'],
        [at(12), 'v3'],
      ]);
      expect(items[0]).toEqual({ resource: 'bay', id: 'b1', holder: 'V2', from: at(8), to: at(9) });
      expect(version).toBe(4);
      expect(await events.bookings(org, bay, 'b1', 2)).toEqual({ items: items.slice(0, 2), version: 4 });
      expect(await events.bookings(org, bay, 'b1', 4)).toEqual({ items, version: 4 });
      expect(await events.bookings('other', bay, 'b1')).toEqual({ items: [], version: 0 });
    });

    test('based on the same read are made by one of many concurrent writers', async () => {
      const events = await store();
      for (const version of [0, 1]) {
        const races = Array.from({ length: 10 }, (_, i) =>
          commit(events, {
            books: [slot('b1', `${version}-${i}`, 8)],
            unchangedBookings: [{ resource: bay, id: 'b1', version }],
          }),
        );
        const all = await outcomes(races);
        expect([count(all, 'won'), count(all, 'ConcurrencyError')]).toEqual([1, 9]);
      }
      expect((await events.bookings(org, bay, 'b1')).items).toHaveLength(2);
    });

    test('of non-exclusive resources do not conflict', async () => {
      const events = await store();
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => commit(events, { books: [slot('r1', `v${i}`, 8, road)] })),
      );
      const { items, version } = await events.bookings(org, road, 'r1');
      expect([items.length, version]).toEqual([20, 20]);
    });

    test('fail a commit that was based on their absence', async () => {
      const events = await store();
      const { version } = await events.bookings(org, road, 'r1', 1);
      await commit(events, { books: [slot('r1', 'v1', 8, road)] });
      const closing = (version: number) =>
        commit(events, {
          appends: [happened(van('1'), 1)],
          unchangedBookings: [{ resource: road, id: 'r1', version }],
        });
      await expect(closing(version)).rejects.toThrow(ConcurrencyError);
      await commit(events, { frees: [freed('r1', 'v1', 8, road)] });
      await expect(closing(1)).rejects.toThrow(ConcurrencyError);
      await closing(2);
      expect(await versions(events, van('1'))).toEqual([1]);
    });

    test('are absent once freed', async () => {
      const events = await store();
      await commit(events, { books: [slot('b1', 'v1', 8), slot('b1', 'v1', 10)] });
      await commit(events, { frees: [freed('b1', 'v1', 8)] });
      expect(await events.bookings(org, bay, 'b1')).toEqual({
        items: [{ resource: 'bay', id: 'b1', holder: 'v1', from: at(10), to: at(11) }],
        version: 2,
      });
      expect(await events.booked(org, bay, { before: ever, limit: 10 })).toHaveLength(1);
    });

    test('freed and made again in one commit remain, with their new end', async () => {
      const events = await store();
      await commit(events, { books: [slot('b1', 'v1', 8)] });
      await commit(events, {
        frees: [freed('b1', 'v1', 8)],
        books: [{ ...slot('b1', 'v1', 8), window: { from: at(8), to: at(12) } }],
      });
      const { items, version } = await events.bookings(org, bay, 'b1');
      expect(items.map(({ from, to }) => [from, to])).toEqual([[at(8), at(12)]]);
      expect(version).toBe(2);
    });

    test('made again from the same time by the same holder replace the old ones', async () => {
      const events = await store();
      await commit(events, { books: [slot('b1', 'v1', 8)] });
      await commit(events, { books: [{ ...slot('b1', 'v1', 8), window: { from: at(8), to: at(12) } }] });
      expect((await events.bookings(org, bay, 'b1')).items.map(({ to }) => to)).toEqual([at(12)]);
    });

    test('read twice are checked against the first read', async () => {
      const events = await store();
      await commit(events, { books: [slot('b1', 'v1', 8)] });
      const torn = commit(events, {
        books: [slot('b1', 'v2', 10)],
        unchangedBookings: [
          { resource: bay, id: 'b1', version: 0 },
          { resource: bay, id: 'b1', version: 1 },
        ],
      });
      await expect(torn).rejects.toThrow(ConcurrencyError);
    });

    test('of several resources are changed together', async () => {
      const events = await store();
      await commit(events, { books: [slot('b1', 'v1', 8)] });
      await commit(events, {
        frees: [freed('b1', 'v1', 8)],
        books: [slot('b2', 'v1', 8)],
        unchangedBookings: [{ resource: bay, id: 'b2', version: 0 }],
      });
      expect((await events.bookings(org, bay, 'b1')).items).toEqual([]);
      expect((await events.bookings(org, bay, 'b2')).items).toHaveLength(1);
    });

    test('are counted for many resources at a time', async () => {
      const events = await store();
      await commit(events, {
        books: [slot('r1', 'v1', 8, road), slot('r1', 'v2', 8, road), slot('r2', 'v1', 9, road)],
      });
      await commit(events, { frees: [freed('r2', 'v1', 9, road)], books: [slot('r2', 'v1', 9, road)] });
      await commit(events, { frees: [freed('r1', 'v1', 8, road)] });
      const many = Array.from({ length: 120 }, (_, i) => `r${i}`);
      const counts = await events.counts(org, road, many);
      expect([counts.get('r1'), counts.get('r2'), counts.get('r119'), counts.size]).toEqual([1, 1, 0, 120]);
      expect(await events.counts(org, road, [])).toEqual(new Map());
    });

    test('of one kind are listed across all of it, in order, up to a time', async () => {
      const events = await store();
      await commit(events, { books: [slot('b2', 'v1', 8), slot('b1', 'v2', 8), slot('b1', 'v1', 10)] });
      await commit(events, { books: [slot('r1', 'v1', 8, road)] });
      await commit(events, { org: 'other', books: [slot('b1', 'v1', 8)] });
      const all = await events.booked(org, bay, { before: ever, limit: 10 });
      expect(all.map(({ id, from, holder }) => [from, id, holder])).toEqual([
        [at(8), 'b1', 'v2'],
        [at(8), 'b2', 'v1'],
        [at(10), 'b1', 'v1'],
      ]);
      expect(await events.booked(org, bay, { before: at(10), limit: 10 })).toEqual(all.slice(0, 2));
      expect(await events.booked(org, bay, { before: at(8), limit: 10 })).toEqual([]);
      expect(await events.booked(org, bay, { before: ever, limit: 2 })).toEqual(all.slice(0, 2));
    });

    test('of one resource are read in time order, from a time, before another, up to a limit', async () => {
      const events = await store();
      const hours = [8, 9, 10, 11, 12];
      for (const hour of hours) await commit(events, { books: [slot('b1', `v${hour}`, hour)] });
      await commit(events, { books: [slot('b2', 'v1', 8)] });
      await commit(events, { org: 'other', books: [slot('b1', 'v1', 9)] });
      const held = async (range: Partial<HeldRange> = {}) =>
        (await events.held(org, bay, 'b1', { limit: 10, ...range })).map(({ from }) => Number(from.slice(11, 13)));

      expect(await held()).toEqual(hours);
      expect(await held({ consistent: true })).toEqual(hours);
      expect(await held({ from: at(9), before: at(11) })).toEqual([9, 10]);
      expect(await held({ before: at(11), descending: true, limit: 1 })).toEqual([10]);
      expect(await held({ after: `${at(9)}#v9`, limit: 2 })).toEqual([10, 11]);
      expect(await held({ from: at(10), after: `${at(8)}#v8` })).toEqual([10, 11, 12]);
      expect(await held({ after: `${at(12)}#v12` })).toEqual([]);
      expect(await held({ from: at(11), before: at(9) })).toEqual([]);
      expect(await held({ before: at(8) })).toEqual([]);
    });
  });

  describe('a value that is claimed', () => {
    test('has a holder, found in its organization, its context and its kind', async () => {
      const events = await store();
      await commit(events, { claims: [plate('AB 1', 'v1')] });
      expect(await events.holder(org, plates, 'AB 1')).toBe('v1');
      expect(await events.holder(org, plates, 'AB 2')).toBeUndefined();
      expect(await events.holder(org, plates, '')).toBeUndefined();
      expect(await events.holder('other', plates, 'AB 1')).toBeUndefined();
      expect(await events.holder(org, { ...plates, context: 'elsewhere' }, 'AB 1')).toBeUndefined();
      expect(await events.holder(org, { ...plates, name: 'name' }, 'AB 1')).toBeUndefined();
      await commit(events, { releases: [plate('AB 1', 'v1')] });
      expect(await events.holder(org, plates, 'AB 1')).toBeUndefined();
    });
  });

  describe('the streams of the store', () => {
    test('are named once each, whatever else is in the table, on pages of any size', async () => {
      const events = await store();
      for (const [i, length] of [1, 3, 2, 5].entries())
        await append(events, ...Array.from({ length }, (_, v) => happened(van(`${i}`), v + 1)));
      await append(events, happened({ ...van('0'), org: 'other' }, 1));
      await commit(events, { claims: [plate('AB', '1')], books: [slot('b1', 'v1', 8)] });
      for (const limit of [1, 3, 100]) {
        const found: string[] = [];
        let after: string | undefined;
        do {
          const { streams, next } = await events.streams({ after, limit });
          found.push(...streams.map(({ org, aggregate, id }) => `${org} ${aggregate} ${id}`));
          after = next;
        } while (after !== undefined);
        expect(found.toSorted()).toEqual([...[0, 1, 2, 3].map((i) => `acme van ${i}`), 'other van 0']);
      }
    });
  });

  describe('the whole history', () => {
    test('is read once, stream by stream and in order, in any number of segments', async () => {
      const events = await store();
      const lengths = [1, 5, 2, 40, 3, 1, 7, 12];
      for (const [i, length] of lengths.entries())
        await append(events, ...Array.from({ length }, (_, v) => happened(van(`${i}`), v + 1)));
      await commit(events, { claims: [plate('AB', '1')], books: [slot('b1', 'v1', 8)] });
      for (const segments of [1, 2, 3, 7]) {
        const scanned: RecordedEvent[] = [];
        for (let segment = 0; segment < segments; segment++) {
          const part: RecordedEvent[] = [];
          for await (const event of events.scan(segment, segments)) part.push(event);
          expect(oneStreamAfterAnother(part)).toBe(true);
          scanned.push(...part);
        }
        const byStream = Object.groupBy(scanned, ({ stream }) => stream.id);
        for (const [i, length] of lengths.entries())
          expect(byStream[i]?.map(({ version }) => version)).toEqual(Array.from({ length }, (_, v) => v + 1));
        expect(scanned).toHaveLength(lengths.reduce((sum, length) => sum + length));
      }
    });

    test('of one aggregate is that of all organizations, and of nothing else', async () => {
      const events = await store();
      const vans = Array.from({ length: 70 }, (_, i) => ({ ...van(`${i}`), org: i % 3 ? 'acme' : 'umbra' }));
      const others = [
        { ...van('0'), aggregate: 'trailer' },
        { ...van('0'), context: 'yard' },
      ];
      for (const stream of [...vans, ...others]) {
        const history = [1, 2, 3].map((version) => happened(stream, version));
        await events.commit({ org: stream.org, appends: history });
      }
      for (const segments of [1, 3, 20]) {
        const scanned: RecordedEvent[] = [];
        for (let segment = 0; segment < segments; segment++) {
          const part: RecordedEvent[] = [];
          const scan = events.scan(segment, segments, undefined, { context: 'garage', aggregate: 'van' });
          for await (const event of scan) part.push(event);
          expect(oneStreamAfterAnother(part)).toBe(true);
          scanned.push(...part);
        }
        const place = ({ stream, version }: RecordedEvent) => `${streamKey(stream)} ${version}`;
        const wanted = vans.flatMap((stream) => [1, 2, 3].map((version) => `${streamKey(stream)} ${version}`));
        expect(scanned.map(place).sort()).toEqual(wanted.sort());
      }
    });
  });

  if (where === 'DynamoDB')
    test('the history of one aggregate is read without a scan of the table', async () => {
      const calls: string[] = [];
      const { events } = await open({ onCall: (name) => calls.push(name) });
      await append(events, happened(van('1'), 1), happened(van('1'), 2));
      calls.length = 0;
      const scanned: RecordedEvent[] = [];
      for await (const event of events.scan(0, 1, undefined, { context: 'garage', aggregate: 'van' }))
        scanned.push(event);
      expect(scanned.map(({ version }) => version)).toEqual([1, 2]);
      expect(new Set(calls)).toEqual(new Set(['QueryCommand']));
    });

  if (where === 'DynamoDB')
    describe('a write', () => {
      test('of one event costs one unit for each kilobyte, and no transaction', async () => {
        const consumed: ConsumedCapacity[] = [];
        const calls: string[] = [];
        const { events } = await open({
          meter: ({ capacity }) => consumed.push(...capacity),
          onCall: (name) => calls.push(name),
        });
        const units = () => consumed.splice(0).reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        await append(events, happened(van('1'), 1));
        // One more for its entry in the index of streams.
        expect(units()).toBe(2);
        await append(events, happened(van('1'), 2, { text: 'x'.repeat(2_500) }));
        expect(units()).toBe(3);
        expect(calls).toEqual(['PutItemCommand', 'PutItemCommand']);
        await append(events, happened(van('1'), 3), happened(van('1'), 4));
        expect(calls.slice(2)).toEqual(['TransactWriteItemsCommand']);
      });

      test('that conflicts with another transaction has lost a race, and reports no claim', async () => {
        const { events } = await open({
          onCall: () => {
            throw new TransactionCanceledException({
              message: 'cancelled',
              $metadata: {},
              CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
            });
          },
        });
        const both = commit(events, { claims: [plate('AB', '1')], appends: [], releases: [plate('CD', '1')] });
        await expect(both).rejects.toThrow(ConcurrencyError);
      });

      test.each([
        ['is throttled', { Code: 'ThrottlingError' }],
        ['exceeds the provisioned throughput', { Code: 'ProvisionedThroughputExceeded' }],
      ])('that %s is reported as throttled', async (_, reason) => {
        const { events } = await open({
          onCall: () => {
            throw new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: [reason] });
          },
        });
        await expect(commit(events, { claims: [plate('AB', '1')] })).rejects.toThrow(ThrottledError);
      });
    });
});
