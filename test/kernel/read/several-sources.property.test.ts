import { type Contexts, newId, type Platform, projection, projector, rebuild, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { project } from '@waybill/kernel/read/project';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { projectedRows, recorded } from '@waybill/kernel/testing';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';
import {
  DefectFound,
  DefectRepaired,
  inspection,
  VanBought,
  VanPainted,
  VanSold,
  van,
  vanCards,
} from '../support/garage.ts';

const org = 'acme';
const vans = [newId('one van'), newId('another van')] as const;
const view = viewOf(vanCards, org);

const recordedIn = (context: string, aggregate: string, id: string, facts: readonly Event[]) =>
  facts.map((fact, i): RecordedEvent => recordedEvent(fact, { context, org, aggregate, id }, i + 1));

const vanFact = fc.constantFrom<Event>(
  VanBought({ plate: 'AB 1' }),
  VanBought({ plate: 'CD 2' }),
  VanPainted({ colour: 'red' }),
  VanPainted({ colour: 'blue' }),
  VanSold({}),
);
/** Two vans and up to three inspections, each of which may be of both vans, at different times. */
const histories = fc
  .record({
    vans: fc.tuple(fc.array(vanFact, { maxLength: 5 }), fc.array(vanFact, { maxLength: 3 })),
    inspections: fc.array(
      fc.array(
        fc.record({
          vanId: fc.constantFrom(...vans),
          isRepaired: fc.boolean(),
          defect: fc.constantFrom('brakes', 'tyres'),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ vans: facts, inspections }) =>
    [
      ...facts.map((some, i) => recordedIn('garage', 'van', vans[i]!, some)),
      ...inspections.map((some, i) =>
        recordedIn(
          'workshop',
          'inspection',
          newId(`inspection ${i}`),
          some.map(({ vanId, isRepaired, defect }) =>
            isRepaired ? DefectRepaired({ vanId }) : DefectFound({ vanId, defect }),
          ),
        ),
      ),
    ].filter((history) => history.length),
  )
  .filter((all) => all.length > 0);

/** All or some of the events, in any order across and within the streams, some repeated, in batches of any size. */
const delivery = fc.tuple(histories, fc.boolean()).chain(([all, isWhole]) => {
  const events = all.flat();
  return fc.record({
    histories: fc.constant(all),
    isWhole: fc.constant(isWhole),
    order: fc
      .array(fc.nat(events.length - 1), { maxLength: 8 })
      .chain((again) => {
        const arriving = [...events, ...again.map((i) => events[i]!)].map((event, i) => [event, i] as const);
        return fc.shuffledSubarray(arriving, { minLength: isWhole ? arriving.length : 0 });
      })
      .map((some) => some.map(([event]) => event)),
    cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
  });
});

const batches = <T>(all: readonly T[], sizes: readonly number[]): readonly (readonly T[])[] => {
  const found: (readonly T[])[] = [];
  for (let from = 0, i = 0; from < all.length; from += sizes[i++ % sizes.length]!)
    found.push(all.slice(from, from + sizes[i % sizes.length]!));
  return found;
};

const projectAll = (platform: Platform, events: readonly RecordedEvent[]) =>
  projector({ garage: { vanCards } } as unknown as Contexts).with(platform)(streamBatch(events));

/** The rows with data, their checkpoints and index entries, and the counters that are not zero. */
const shown = async (platform: Platform) => {
  const rows = await platform.views.getMany(vans.map((key) => ({ view, key })));
  const counts = (await platform.views.counters(view)).map((it) => Object.entries(it.counts).filter(([, n]) => n));
  return {
    rows: rows.map((row) => row?.data && { data: row.data, checkpoints: row.checkpoints, indexes: row.indexes }),
    counts: Object.fromEntries(counts.flat()),
  };
};

const inOrder = async (all: readonly (readonly RecordedEvent[])[]) => {
  const platform = memory();
  platform.given(all.flat());
  for (const event of all.flat()) await projectAll(platform, [event]);
  return shown(platform);
};

/** As `redrive` does it: each stream is projected again. */
const healed = async (platform: Platform, all: readonly (readonly RecordedEvent[])[]) => {
  for (const history of all) await project(platform, vanCards, history);
};

describe('any delivery of the events of several streams', () => {
  test('gives the same rows as one in order, as soon as what was lost is projected again', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ histories: all, isWhole, order, cuts }) => {
        const platform = memory();
        platform.given(all.flat());
        for (const batch of batches(order, cuts)) await projectAll(platform, batch);
        if (!isWhole) await healed(platform, all);
        expect(platform.sent).toEqual([]);
        expect(await shown(platform)).toEqual(await inOrder(all));
      }),
      { numRuns: 400 },
    );
  });

  test('gives the same rows while events are recorded, with several projectors and a rebuild at once', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ histories: all, order, cuts }) => {
        const platform = memory();
        const working: Promise<unknown>[] = [];
        const known = new Set<RecordedEvent>();
        for (const batch of batches(all.flat(), cuts)) {
          platform.given(batch);
          for (const event of batch) known.add(event);
          const some = order.filter((event) => known.has(event));
          if (some.length) working.push(projectAll(platform, some), projectAll(platform, some.toReversed()));
          working.push(rebuild(platform, vanCards, { segments: 2 }));
        }
        await Promise.all(working);
        await healed(platform, all);
        expect(platform.sent).toEqual([]);
        expect(await shown(platform)).toEqual(await inOrder(all));
      }),
      { numRuns: 100 },
    );
  });

  test('gives the rows that a rebuild makes of nothing', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (all) => {
        const platform = memory();
        platform.given(all.flat());
        await rebuild(platform, vanCards, { segments: 3 });
        expect(await shown(platform)).toEqual(await inOrder(all));
      }),
      { numRuns: 150 },
    );
  });
});

describe('the check of a projection of several aggregates', () => {
  const ofVan = (id: string, ...facts: Event[]) => recorded(facts, { context: 'garage', aggregate: 'van', id });
  const ofInspection = (id: string, ...facts: Event[]) =>
    recorded(facts, { context: 'workshop', aggregate: 'inspection', id });
  const found = DefectFound({ vanId: 'v', defect: 'brakes' });

  test('gives the rows of all streams, by their keys', () => {
    const rows = projectedRows(
      vanCards,
      ofVan('v', VanBought({ plate: 'AB 1' }), VanPainted({ colour: 'red' })),
      ofInspection('spring', found, DefectRepaired({ vanId: 'v' })),
      ofInspection('autumn', found),
      ofVan('w', VanBought({ plate: 'CD 2' }), VanSold({})),
    );
    expect(rows).toEqual({ v: { vanId: 'v', plate: 'AB 1', colour: 'red', defects: { autumn: 'brakes' } } });
  });

  const last = projection<{ last: string }>('last', {
    of: [van, inspection],
    row: z.object({ last: z.string() }),
    key: ({ stream, aggregateId, data }) => (stream.aggregate === 'van' ? aggregateId : data.vanId),
  })
    .begin(VanBought, () => ({ last: 'bought' }))
    .on(VanPainted, (_, { data: { colour } }) => ({ last: colour }))
    .on(DefectFound, (_, { data: { defect } }) => ({ last: defect }));

  test('fails where the order of events matters, and names them', () => {
    const check = () =>
      projectedRows(
        last,
        ofVan('v', VanBought({ plate: 'AB 1' }), VanPainted({ colour: 'red' })),
        ofInspection('spring', found),
      );
    expect(check).toThrow(
      'the row v depends on the order of events: VanPainted (van v, 2) after VanBought (van v, 1), DefectFound (inspection spring, 1)',
    );
  });

  test('does not fail where only the events of one stream have an order', () => {
    expect(projectedRows(last, ofVan('v', VanBought({ plate: 'AB 1' }), VanPainted({ colour: 'red' })))).toEqual({
      v: { last: 'red' },
    });
  });

  test('refuses more events than it can check', () => {
    const many = Array.from({ length: 20 }, (_, i) => ofInspection(`${i}`, found));
    expect(() => projectedRows(vanCards, ofVan('v', VanBought({ plate: 'AB 1' })), ...many)).toThrow(
      'v has too many events for a check of every order: 2097152 combinations',
    );
  });

  test('agrees with the projector: a row that passes has the same content in every order', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ histories: all, order, cuts }) => {
        const rows = projectedRows(vanCards, ...all);
        const platform = memory();
        platform.given(all.flat());
        for (const batch of batches(order, cuts)) await projectAll(platform, batch);
        await healed(platform, all);
        const stored = await platform.views.getMany(vans.map((key) => ({ view, key })));
        expect(stored.map((row) => row?.data)).toEqual(vans.map((key) => rows[key]));
      }),
      { numRuns: 100 },
    );
  });
});
