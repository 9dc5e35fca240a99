import {
  aggregate,
  type Contexts,
  newId,
  type Platform,
  projection,
  projector,
  rebuild,
  rebuilder,
  z,
} from '@waybill/kernel';
import type { StoredRow } from '@waybill/kernel/platform';
import { project } from '@waybill/kernel/read/project';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { itemOf } from '@waybill/kernel/storage/aws/items/row-items';
import { projectedRows, recorded } from '@waybill/kernel/testing';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';
import { ask, officer } from '../support/asking.ts';
import {
  DefectFound,
  DefectRepaired,
  getVanCard,
  inspection,
  VanBought,
  type VanCard,
  VanPainted,
  VanSold,
  van,
  vanCards,
  vans,
} from '../support/garage.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

const org = officer.orgId;
const vanId = newId('van');
const view = viewOf(vanCards, org);
const inspectionIds = [newId('spring'), newId('autumn')].toSorted();

const history = (context: string, aggregate: string, id: string, facts: readonly Event[], where = org) =>
  facts.map(
    (fact, i): RecordedEvent =>
      recordedEvent(fact, { context, org: where, aggregate, id }, i + 1, {
        at: `2026-05-04T08:00:${String(i).padStart(2, '0')}.000Z`,
      }),
  );
const ofVan = (...facts: Event[]) => history('garage', 'van', vanId, facts);
const ofInspection = (i: number, ...facts: Event[]) => history('workshop', 'inspection', inspectionIds[i]!, facts);

const bought = VanBought({ plate: 'AB 1' });
const red = VanPainted({ colour: 'red' });
const blue = VanPainted({ colour: 'blue' });
const sold = VanSold({});
const found = (defect: string) => DefectFound({ vanId, defect });
const repaired = DefectRepaired({ vanId });

const record = async (platform: Platform, ...histories: (readonly RecordedEvent[])[]) => {
  for (const appends of histories) await platform.events.commit({ org: appends[0]!.stream.org, appends });
};
const projectAll = (platform: Platform, ...events: readonly RecordedEvent[]) =>
  projector({ garage: { vanCards } } as unknown as Contexts).with(platform)(streamBatch(events));

const rowIn = (platform: Platform, key = vanId) =>
  platform.views.get(view, key, { consistent: true }) as Promise<StoredRow<VanCard> | undefined>;
const counted = async (platform: Platform) => {
  const counts = (await platform.views.counters(view))[0]?.counts ?? {};
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n));
};
const listed = (platform: Platform, index: number, list: string) =>
  platform.views.list(view, { index, list, by: '', limit: 10 });

/** How the checkpoints of a row name the streams. */
const vanName = `van#${vanId}`;
const inspectionNames = inspectionIds.map((id) => `workshop.inspection#${id}`) as [string, string];

const card = (more: Partial<VanCard> = {}): VanCard => ({
  vanId,
  plate: 'AB 1',
  colour: 'white',
  defects: {},
  ...more,
});
const [spring, autumn] = inspectionIds as [string, string];

/** Runs something else before the first write of rows. */
const beforeFirst = (platform: Platform, happen: () => Promise<unknown>): Platform => {
  let isFirst = true;
  const first = async () => {
    if (!isFirst) return;
    isFirst = false;
    await happen();
  };
  const { views } = platform;
  return {
    ...platform,
    views: {
      ...views,
      put: async (...args) => first().then(() => views.put(...args)),
      putMany: async (changes) => first().then(() => views.putMany(changes)),
    },
  };
};

onEveryPlatform((open) => {
  describe('a row of two aggregates', () => {
    test('has the events of both, and a checkpoint for each of its streams', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, red), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      await projectAll(platform, ...its, ...inspected);
      expect(await rowIn(platform)).toMatchObject({
        checkpoint: 3,
        checkpoints: { [vanName]: 2, [inspectionNames[0]]: 1 },
        data: card({ colour: 'red', defects: { [spring]: 'brakes' } }),
      });
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
      expect(await listed(platform, 1, 'unfit')).toEqual([{ key: vanId, sort: 'AB 1' }]);
    });

    test('is the same when an event of the second arrives before the first event of the first', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought), ofInspection(0, found('brakes'))];
      await record(platform, inspected);
      await projectAll(platform, ...inspected);
      const early = await rowIn(platform);
      expect([early?.data, early?.checkpoints]).toEqual([undefined, { [inspectionNames[0]]: 1 }]);
      expect(await counted(platform)).toEqual({});
      await record(platform, its);
      await projectAll(platform, ...its);
      expect((await rowIn(platform))?.data).toEqual(card({ defects: { [spring]: 'brakes' } }));
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('folds each event once, however often it arrives, also after it was overtaken', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, red, blue), ofInspection(0, found('brakes'), repaired)];
      await record(platform, its, inspected);
      for (const event of [its[2]!, inspected[1]!, its[0]!, inspected[0]!, its[1]!, ...inspected, ...its])
        await projectAll(platform, event);
      expect(await rowIn(platform)).toMatchObject({
        checkpoints: { [vanName]: 3, [inspectionNames[0]]: 2 },
        data: card({ colour: 'blue' }),
      });
      expect(await counted(platform)).toEqual({ total: 1, fit: 1 });
    });

    test('is not written again for events that it includes', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      await projectAll(platform, ...its, ...inspected);
      const before = await rowIn(platform);
      await projectAll(platform, ...inspected);
      await projectAll(platform, ...its, ...inspected);
      expect(await rowIn(platform)).toEqual(before);
    });

    test('fills a gap in one stream from that stream, and does not lose the others', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, red, blue), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      await projectAll(platform, its[0]!);
      await projectAll(platform, inspected[0]!);
      await projectAll(platform, its[2]!);
      expect(await rowIn(platform)).toMatchObject({
        checkpoints: { [vanName]: 3, [inspectionNames[0]]: 1 },
        data: card({ colour: 'blue', defects: { [spring]: 'brakes' } }),
      });
    });

    test('that is deleted stays deleted, and has all events of both when it begins again', async () => {
      const platform = await open();
      const its = ofVan(bought, sold, VanBought({ plate: 'CD 2' }));
      const [first, second] = [ofInspection(0, found('brakes')), ofInspection(1, found('tyres'))];
      await record(platform, its.slice(0, 2), first, second);
      for (const event of [its[0]!, first[0]!, its[1]!, second[0]!, its[0]!, first[0]!])
        await projectAll(platform, event);
      const gone = await rowIn(platform);
      expect([gone?.data, gone?.checkpoints]).toEqual([
        undefined,
        { [vanName]: 2, [inspectionNames[0]]: 1, [inspectionNames[1]]: 1 },
      ]);
      expect(await counted(platform)).toEqual({});
      await record(platform, its.slice(2));
      await projectAll(platform, its[2]!);
      expect((await rowIn(platform))?.data).toEqual(
        card({ plate: 'CD 2', defects: { [spring]: 'brakes', [autumn]: 'tyres' } }),
      );
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('that is deleted and begins again in one batch keeps what the other stream has brought', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, sold, bought), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      await projectAll(platform, its[0]!, ...inspected);
      await projectAll(platform, its[1]!, its[2]!);
      expect((await rowIn(platform))?.data).toEqual(card({ defects: { [spring]: 'brakes' } }));
    });

    test('that begins anew in a batch with an old event of another stream does not lose the later ones', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, bought), ofInspection(0, found('brakes'), repaired)];
      await record(platform, its, inspected);
      await projectAll(platform, its[0]!, ...inspected);
      await projectAll(platform, its[1]!, inspected[0]!);
      expect(await rowIn(platform)).toMatchObject({
        checkpoints: { [vanName]: 2, [inspectionNames[0]]: 2 },
        data: card(),
      });
    });

    test('has the events of two projectors that wrote it at the same time', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, red), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      await projectAll(platform, its[0]!);
      await projectAll(
        beforeFirst(platform, () => projectAll(platform, its[1]!)),
        inspected[0]!,
      );
      expect(await rowIn(platform)).toMatchObject({
        checkpoints: { [vanName]: 2, [inspectionNames[0]]: 1 },
        data: card({ colour: 'red', defects: { [spring]: 'brakes' } }),
      });
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('has the events of two projectors that created it at the same time', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      await projectAll(
        beforeFirst(platform, () => projectAll(platform, its[0]!)),
        inspected[0]!,
      );
      expect((await rowIn(platform))?.data).toEqual(card({ defects: { [spring]: 'brakes' } }));
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('is completed by the retry of a batch whose projector stopped between two rows', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      const { views } = platform;
      const no = async () => Promise.reject(new Error('stopped'));
      const stopping: Platform = {
        ...platform,
        views: { ...views, put: no, putMany: no },
        queue: { send: no },
      };
      await expect(projectAll(stopping, ...its, ...inspected)).rejects.toThrow('stopped');
      expect(await rowIn(platform)).toBeUndefined();
      await projectAll(platform, ...its, ...inspected);
      expect((await rowIn(platform))?.data).toEqual(card({ defects: { [spring]: 'brakes' } }));
    });

    test('is written once by a batch with events of several streams', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, red), ofInspection(0, found('brakes'))];
      await record(platform, its, inspected);
      let writes = 0;
      const { views } = platform;
      const counting: Platform = {
        ...platform,
        views: {
          ...views,
          put: (...args) => {
            writes++;
            return views.put(...args);
          },
          putMany: (changes) => {
            writes += changes.length;
            return views.putMany(changes);
          },
        },
      };
      await projectAll(counting, its[0]!, inspected[0]!, its[1]!);
      expect(writes).toBe(1);
    });

    test('needs its streams only where it begins: a later event is folded onto it without reading them', async () => {
      const platform = await open();
      const [its, inspected] = [ofVan(bought, red), ofInspection(0, found('brakes'), repaired)];
      await record(platform, its, inspected);
      const streams: string[] = [];
      const { events } = platform;
      const watched: Platform = {
        ...platform,
        events: {
          ...events,
          read: (stream, range) => {
            streams.push(stream.aggregate);
            return events.read(stream, range);
          },
        },
      };
      await projectAll(watched, inspected[0]!);
      expect(streams).toEqual([]);
      await projectAll(watched, its[0]!);
      expect(streams).toEqual(['inspection']);
      await projectAll(watched, its[1]!);
      await projectAll(watched, inspected[0]!, inspected[1]!);
      expect(streams).toEqual(['inspection']);
      expect((await rowIn(platform))?.data).toEqual(card({ colour: 'red' }));
    });

    test('is not touched by an event of another organization with the same key', async () => {
      const platform = await open();
      const its = ofVan(bought);
      const foreign = history('workshop', 'inspection', spring, [found('brakes')], 'intruder');
      await record(platform, its, foreign);
      await projectAll(platform, ...its);
      const before = await rowIn(platform);
      await projectAll(platform, ...foreign, ...its);
      expect(await rowIn(platform)).toEqual(before);
      const theirs = await platform.views.get(viewOf(vanCards, 'intruder'), vanId, { consistent: true });
      expect([theirs?.data, theirs?.checkpoints]).toEqual([undefined, { [inspectionNames[0]]: 1 }]);
    });

    test('ignores events of its types in streams of other aggregates', async () => {
      const platform = await open();
      const its = ofVan(bought);
      const strangers = [
        ...history('workshop', 'van', vanId, [red]),
        ...history('garage', 'inspection', spring, [found('brakes')]),
        ...history('workshop', 'inspection', spring, [VanBought({ plate: 'not a van' })]),
      ];
      await record(platform, its, ...strangers.map((event) => [event]));
      await projectAll(platform, ...its, ...strangers);
      expect(await rowIn(platform)).toMatchObject({ checkpoints: { [vanName]: 1 }, data: card() });
    });

    test('has at most twenty streams: further ones are parked, and the row goes on', async () => {
      const platform = await open();
      const its = ofVan(bought, red);
      const inspections = Array.from({ length: 20 }, (_, i) =>
        history('workshop', 'inspection', newId(`inspection ${i}`), [found('brakes')]),
      );
      await record(platform, its, ...inspections);
      const sent: object[] = [];
      const watched: Platform = { ...platform, queue: { send: async (_, message) => void sent.push(message) } };
      await projectAll(watched, its[0]!);
      for (const inspected of inspections) await projectAll(watched, ...inspected);
      expect(sent).toMatchObject([
        { projection: 'van-cards', stream: inspections.at(-1)![0]!.stream, reason: 'TooManyStreams' },
      ]);
      await projectAll(watched, its[1]!);
      const row = await rowIn(platform);
      expect(row?.data?.colour).toBe('red');
      expect(Object.keys(row?.checkpoints ?? {})).toHaveLength(20);
      expect(sent).toHaveLength(1);
    });

    test('is read with the events after its checkpoints', async () => {
      const platform = await open();
      const look = async (at?: string) => {
        const { status, body } = await ask(platform, getVanCard, { path: { vanId }, query: at ? { at } : {} });
        return status === 200 ? body : status;
      };
      expect(await look()).toBe(404);
      const [its, inspected] = [ofVan(bought, red), ofInspection(0, found('brakes'), repaired)];
      await record(platform, its.slice(0, 1));
      expect(await look()).toEqual({ ...card(), version: 1 });
      await record(platform, inspected.slice(0, 1));
      await projectAll(platform, ...its.slice(0, 1), ...inspected.slice(0, 1));
      expect(await look()).toEqual({ ...card({ defects: { [spring]: 'brakes' } }), version: 1 });
      await record(platform, its.slice(1), inspected.slice(1));
      expect(await look()).toEqual({ ...card({ colour: 'red' }), version: 2 });
      expect(await look('2026-05-04T08:00:00.500Z')).toEqual({
        ...card({ defects: { [spring]: 'brakes' } }),
        version: 1,
      });
    });
  });

  describe('rows of several aggregates that are rebuilt', () => {
    const stories = () => [
      ofVan(bought, red),
      ofInspection(0, found('brakes')),
      ofInspection(1, found('tyres'), repaired),
    ];
    const whole = card({ colour: 'red', defects: { [spring]: 'brakes' } });

    test('have the same content, and are counted once, from nothing or from rows that are right', async () => {
      const platform = await open();
      await record(platform, ...stories());
      expect(await rebuild(platform, vanCards, { segments: 2 })).toEqual({ events: 5, rows: 1 });
      const first = await rowIn(platform);
      expect(first?.data).toEqual(whole);
      await rebuild(platform, vanCards, { segments: 1 });
      expect(await rowIn(platform)).toEqual(first);
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('are corrected where they are wrong', async () => {
      const platform = await open();
      await record(platform, ...stories());
      await projectAll(platform, ...stories().flat());
      const right = (await rowIn(platform))!;
      const wrong = vanCards.stored(vanId, { ...right.data!, colour: 'blue' }, { ...right.checkpoints });
      await platform.views.put(view, wrong, right);
      await rebuild(platform, vanCards);
      expect((await rowIn(platform))?.data).toEqual(whole);
    });

    test('have all of their streams when the rebuild was interrupted and resumed', async () => {
      const platform = await open();
      await record(platform, ...stories());
      const done: number[] = [];
      const onSegment = async (part: number) => {
        if (done.length === 5) throw new Error('interrupted');
        done.push(part);
      };
      await expect(rebuild(platform, vanCards, { segments: 16, lanes: 1, onSegment })).rejects.toThrow('interrupted');
      expect(done).toHaveLength(5);
      await rebuild(platform, vanCards, { segments: 16, done });
      expect((await rowIn(platform))?.data).toEqual(whole);
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('have the streams whose events were all lost', async () => {
      const platform = await open();
      const [its, first, second] = stories() as [RecordedEvent[], RecordedEvent[], RecordedEvent[]];
      await record(platform, its, first, second);
      await projectAll(platform, ...its, ...second);
      await rebuild(platform, vanCards);
      expect((await rowIn(platform))?.data).toEqual(whole);
    });

    test('keep what arrives meanwhile', async () => {
      const platform = await open();
      const [its, first, second] = stories() as [RecordedEvent[], RecordedEvent[], RecordedEvent[]];
      await record(platform, its.slice(0, 1), second);
      const arriving = beforeFirst(platform, async () => {
        await record(platform, its.slice(1), first);
        await projectAll(platform, its[1]!);
        await projectAll(platform, ...first);
      });
      await rebuild(arriving, vanCards, { segments: 1 });
      expect((await rowIn(platform))?.data).toEqual(whole);
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });

    test('are found without an operator when a source is added: the rows had one stream before', async () => {
      const clock = clockAt('2026-05-04T09:00:00.000Z');
      const platform = await open({ clock });
      const before = projection<VanCard>('van-cards', {
        of: van,
        row: vanCards.definition.row,
        ...(vanCards.definition.indexes && { indexes: vanCards.definition.indexes }),
        ...(vanCards.definition.counters && { counters: vanCards.definition.counters }),
      }).begin(VanBought, ({ aggregateId, data: { plate } }) => card({ vanId: aggregateId, plate }));
      await record(platform, ...stories());
      await project(platform, before, stories()[0]!);
      expect(await counted(platform)).toEqual({ total: 1, fit: 1 });

      const job = rebuilder({ garage: { vanCards } } as unknown as Contexts).with(platform);
      const remaining = () => 60_000;
      await job({} as any, { getRemainingTimeInMillis: remaining } as any);
      clock.advance(600);
      await job({} as any, { getRemainingTimeInMillis: remaining } as any);
      expect(await rowIn(platform)).toMatchObject({ data: whole, checkpoint: 5 });
      expect(await counted(platform)).toEqual({ total: 1, unfit: 1 });
    });
  });

  test('a stream that is projected again after it was parked completes the row', async () => {
    const platform = await open();
    const [its, inspected] = [ofVan(bought), ofInspection(0, found('brakes'))];
    await record(platform, its, inspected);
    const sent: any[] = [];
    const { views } = platform;
    const no = async () => Promise.reject(new Error('down'));
    await projectAll(
      { ...platform, views: { ...views, put: no, putMany: no }, queue: { send: async (_, it) => void sent.push(it) } },
      ...its,
      ...inspected,
    );
    expect(sent.map(({ stream }) => stream.aggregate)).toEqual(['van', 'inspection']);
    for (const { stream } of sent.toReversed()) await project(platform, vanCards, await platform.events.read(stream));
    expect((await rowIn(platform))?.data).toEqual(card({ defects: { [spring]: 'brakes' } }));
  });
});

test('a row without data is kept for ever, where it names several streams: it may begin at any time', () => {
  const now = () => new Date('2026-05-04T08:00:00.000Z');
  expect(itemOf(view, vanCards.stored(vanId, undefined, { [vanName]: 2 }), now)).not.toHaveProperty('expiresAt');
  expect(itemOf(view, vans.stored(vanId, undefined, 2), now)).toHaveProperty('expiresAt');
});

test('the time of the last change is the latest of all streams, in any order', () => {
  const Row = z.object({ defects: z.int(), changed: z.string() });
  const timed = projection('timed', { of: [van, inspection], key: () => vanId, row: Row, changedAt: 'changed' })
    .begin(VanBought, () => ({ defects: 0, changed: '' }))
    .on(DefectFound, (row) => ({ ...row, defects: row.defects + 1 }));
  const ofEach = (aggregate: string, context: string, facts: Event[], at: string[]) =>
    recorded(facts, { context, aggregate, at });
  const rows = projectedRows(
    timed,
    ofEach('van', 'garage', [bought], ['2026-05-04T08:00:00.000Z']),
    ofEach(
      'inspection',
      'workshop',
      [found('a'), found('b')],
      ['2026-05-04T07:00:00.000Z', '2026-05-04T09:00:00.000Z'],
    ),
    recorded([found('c')], {
      context: 'workshop',
      aggregate: 'inspection',
      id: autumn,
      at: ['2026-05-04T08:30:00.000Z'],
    }),
  );
  expect(rows).toEqual({ [vanId]: { defects: 3, changed: '2026-05-04T09:00:00.000Z' } });
});

describe('a projection of several aggregates is refused', () => {
  const inspected = aggregate('workshop', 'inspection').begin(DefectFound, () => ({}));
  const untyped = (spec: object) => projection<any>('cards', { row: z.object({}), ...spec } as any) as any;
  const key = () => 'one';
  const both = { of: [van, inspected], key };

  test('without a key', () =>
    expect(() => untyped({ of: [van, inspected] })).toThrow('cards has several sources, and needs `key`'));
  test('that is not stored', () =>
    expect(() => untyped({ ...both, stored: false })).toThrow('cannot be `stored: false`'));
  test('that names one twice', () =>
    expect(() => untyped({ of: [van, inspected, van], key })).toThrow('cards names garage.van twice'));
  test('with an event that two of them know', () => {
    const other = aggregate('elsewhere', 'inspection').begin(DefectFound, () => ({}));
    expect(() => untyped({ of: [van, inspected, other], key }).on(DefectFound, () => ({}))).toThrow(
      'handles DefectFound, which is an event of workshop.inspection and elsewhere.inspection',
    );
  });
  test('that begins with an event of another than the first', () =>
    expect(() => untyped(both).begin(DefectFound, () => ({}))).toThrow(
      'begins with DefectFound of inspection: only events of van, its first source, can',
    ));
  test('with an event that none of them knows', () =>
    expect(() => untyped(both).on(DefectRepaired, () => ({}))).toThrow(
      'handles DefectRepaired, which van, inspection does not know',
    ));
});
