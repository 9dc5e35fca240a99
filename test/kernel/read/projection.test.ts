import { newId, type Platform, projection, projector, rebuild, z } from '@waybill/kernel';
import { type Memory, memory } from '@waybill/kernel/memory';
import { ConcurrencyError, type StoredRow, type ViewStore } from '@waybill/kernel/platform';
import type { Projection } from '@waybill/kernel/read/projection';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';
import { BayLeft, BayTaken, stays, VanBought, VanPainted, VanSold, van, vans } from '../support/garage.ts';

const org = 'acme';
const vanId = newId('van');
const history = (facts: readonly Event[], id = vanId): RecordedEvent[] =>
  facts.map((fact, i) =>
    recordedEvent(fact, { context: 'garage', org, aggregate: 'van', id }, i + 1, {
      at: `2026-05-04T08:00:${String(i % 60).padStart(2, '0')}.000Z`,
    }),
  );

const bought = VanBought({ plate: 'AB 1' });
const red = VanPainted({ colour: 'red' });
const blue = VanPainted({ colour: 'blue' });
const sold = VanSold({});
const taken = (bayId: string, hour: number) => BayTaken({ bayId, from: at(hour), to: at(hour + 1) });
const left = (bayId: string, hour: number) => BayLeft({ bayId, from: at(hour) });
const at = (hour: number) => `2026-05-0${1 + (hour % 2)}T08:00:00.000Z`;

const viewOf = ({ definition: { name } }: Projection<any>) => ({ context: 'garage', org, name });
const project = (
  platform: Platform,
  events: readonly RecordedEvent[],
  projections: readonly Projection<any>[] = [vans, stays],
) =>
  projector({ garage: Object.fromEntries(projections.map((it, i) => [`${i}`, it])) as any }).with(platform)(
    streamBatch(events),
  );

/** A world with this history and empty read models. */
const knowing = (...histories: RecordedEvent[][]) => {
  const platform = memory();
  platform.given(histories.flat());
  return platform;
};

/** The whole content of a read model: its rows, their index entries, and its counters. */
const shown = async (platform: Platform, it: Projection<any>, keys: readonly string[]) => {
  const rows: Record<string, unknown> = {};
  for (const key of keys) {
    const row = await platform.views.get(viewOf(it), key);
    if (row?.data !== undefined) rows[key] = { data: row.data, seen: row.checkpoint, listed: row.indexes };
  }
  const counters = await platform.views.counters(viewOf(it));
  return { rows, counters: counters.map(({ bucket, counts }) => [bucket, some(counts)]).filter(([, n]) => n !== '{}') };
};
const some = (counts: Record<string, number>) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(counts)
        .filter(([, n]) => n)
        .toSorted(),
    ),
  );
const keysOf = (it: Projection<any>, events: readonly RecordedEvent[]) => [
  ...new Set(events.map((event) => it.keyOf(event)).filter((key) => key !== undefined)),
];

const row = async (platform: Platform, id = vanId) => (await platform.views.get(viewOf(vans), id)) as StoredRow<any>;
const total = async (platform: Platform) => (await platform.views.counters(viewOf(vans)))[0]?.counts.total ?? 0;

describe('a row', () => {
  test('is the fold of all events so far', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    await project(platform, story);
    expect(await row(platform)).toMatchObject({
      checkpoint: 2,
      data: { vanId, plate: 'AB 1', colour: 'red', bought: story[0]?.at },
    });
  });

  test('has the time of the last event, also of one without a handler, in the field that the projection names', async () => {
    const dates = projection('dates', { of: van, row: z.object({ changed: z.string() }), changedAt: 'changed' })
      .begin(VanBought, ({ at }) => ({ changed: at }))
      .on(VanSold, () => undefined);
    const story = history([bought, red, blue, sold]);
    const platform = knowing(story);
    await project(platform, story.slice(0, 3), [dates]);
    const stored = () => platform.views.get(viewOf(dates), vanId);
    expect(await stored()).toMatchObject({ checkpoint: 3, data: { changed: story[2]!.at } });
    await project(platform, story.slice(3), [dates]);
    expect((await stored())?.data).toBeUndefined();
  });

  test('folds an event once, however often it is applied', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    for (let i = 0; i < 3; i++) await project(platform, story);
    await project(platform, [story[0]!, story[0]!, story[1]!, story[1]!]);
    expect((await row(platform)).checkpoint).toBe(2);
    expect(await total(platform)).toBe(1);
  });

  test('fills a gap from the stream itself', async () => {
    const story = history([bought, red, taken('b1', 1), blue]);
    const platform = knowing(story);
    await project(platform, [story[0]!]);
    await project(platform, [story[3]!]);
    expect(await row(platform)).toMatchObject({ checkpoint: 4, data: { colour: 'blue' } });
    await project(platform, [story[1]!]);
    expect((await row(platform)).data.colour).toBe('blue');
  });

  test('that is deleted stays deleted when stale events arrive', async () => {
    const story = history([bought, red, sold]);
    const platform = knowing(story);
    await project(platform, story.slice(0, 2));
    await project(platform, story.slice(2));
    for (const event of story) await project(platform, [event]);
    expect((await row(platform)).data).toBeUndefined();
    expect(await total(platform)).toBe(0);
  });

  test('that was created and deleted in one batch stays deleted when stale events arrive', async () => {
    const story = history([bought, sold]);
    const platform = knowing(story);
    await project(platform, story);
    await project(platform, [story[0]!]);
    expect((await row(platform))?.data).toBeUndefined();
    expect(await total(platform)).toBe(0);
  });

  test('that never began is not stored', async () => {
    const story = history([red]);
    const platform = knowing(story);
    await project(platform, story);
    expect(await row(platform)).toBeUndefined();
  });

  test('may begin again', async () => {
    const story = history([bought, sold, VanBought({ plate: 'CD 2' })]);
    const platform = knowing(story);
    for (const event of story) await project(platform, [event]);
    expect(await row(platform)).toMatchObject({ checkpoint: 3, data: { plate: 'CD 2', colour: 'white' } });
    expect(await total(platform)).toBe(1);
  });

  test('belongs to its stream’s organization and aggregate', async () => {
    const story = history([bought]);
    const strangers = [{ aggregate: 'bicycle' }, { context: 'elsewhere' }].map((other) => ({
      ...story[0]!,
      stream: { ...story[0]!.stream, ...other },
    }));
    const platform = knowing(story, strangers);
    await project(platform, strangers);
    expect(await row(platform)).toBeUndefined();
    const foreign = { ...story[0]!, stream: { ...story[0]!.stream, org: 'other' } };
    await project(platform, [foreign]);
    expect(await row(platform)).toBeUndefined();
    expect((await platform.views.get({ ...viewOf(vans), org: 'other' }, vanId))?.checkpoint).toBe(1);
  });

  test('counts once, although two projectors raced for it', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    const { views } = platform;
    const bothHaveRead = barrier(2);
    const raced: Platform = {
      ...platform,
      views: {
        ...views,
        getMany: async (places) => {
          const found = await views.getMany(places);
          await bothHaveRead();
          return found;
        },
      },
    };
    await Promise.all([project(raced, story, [vans]), project(raced, story, [vans])]);
    expect(await row(platform)).toMatchObject({ checkpoint: 2, data: { colour: 'red' } });
    expect(await total(platform)).toBe(1);
    expect(platform.sent).toEqual([]);
  });
});

/** Blocks all callers until that many have arrived; after that none. */
const barrier = (many: number) => {
  let come = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    if (++come >= many) open();
    return opened;
  };
};

const fact = fc.constantFrom<Event>(
  bought,
  VanBought({ plate: 'CD 2' }),
  red,
  blue,
  sold,
  taken('b1', 1),
  taken('b1', 2),
  taken('b2', 1),
  left('b1', 1),
  left('b1', 2),
  left('b2', 1),
);

/** A history, and a delivery of it: every event at least once, some repeated, in any order, in batches of any size. */
const telling = fc.array(fact, { minLength: 1, maxLength: 14 }).chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    order: fc
      .array(fc.nat(facts.length - 1), { maxLength: 8 })
      .chain((again) => {
        const all = [...facts.keys(), ...again];
        return fc.shuffledSubarray(
          all.map((version, i) => [version, i] as const),
          { minLength: all.length },
        );
      })
      .map((order) => order.map(([version]) => version)),
    cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
  }),
);

const batches = function* <T>(all: readonly T[], sizes: readonly number[]) {
  for (let from = 0, i = 0; from < all.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield all.slice(from, from + size);
    from += size;
  }
};

const toldInOrder = async (story: readonly RecordedEvent[]) => {
  const platform = knowing([...story]);
  for (const event of story) await project(platform, [event]);
  return platform;
};

describe('any delivery of a history', () => {
  test.each([
    ['one row for each stream', vans],
    ['many rows of one stream', stays],
  ] as [string, Projection<any>][])('gives the same result as one in order: %s', async (_, it) => {
    await fc.assert(
      fc.asyncProperty(telling, async ({ facts, order, cuts }) => {
        const story = history(facts);
        const keys = keysOf(it, story);
        const platform = knowing(story);
        for (const batch of batches(
          order.map((i) => story[i]!),
          cuts,
        ))
          await project(platform, batch, [it]);
        expect(platform.sent).toEqual([]);
        expect(await shown(platform, it, keys)).toEqual(await shown(await toldInOrder(story), it, keys));
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same result while events arrive, and with several projectors at once', async () => {
    await fc.assert(
      fc.asyncProperty(telling, async ({ facts, order, cuts }) => {
        const story = history(facts);
        const platform = memory();
        const known = [...batches(story, cuts)];
        const projected: Promise<unknown>[] = [];
        for (const some of known) {
          platform.given(some);
          const heard = (await platform.events.read(some[0]!.stream)).length;
          const batch = order.filter((i) => i < heard).map((i) => story[i]!);
          if (batch.length) projected.push(project(platform, batch), project(platform, batch.toReversed()));
        }
        await Promise.all(projected);
        await project(platform, story);
        for (const it of [vans, stays] as Projection<any>[]) {
          const keys = keysOf(it, story);
          expect(await shown(platform, it, keys)).toEqual(await shown(await toldInOrder(story), it, keys));
        }
      }),
      { numRuns: 100 },
    );
  });
});

const failing = projection('failing', { of: van, row: z.object({}) })
  .begin(VanBought, () => ({}))
  .on(VanPainted, () => {
    throw new TypeError('does not like colours');
  });

const lost = projection('lost', {
  of: van,
  row: z.object({}),
  key: () => {
    throw new RangeError('no such row');
  },
}).begin(VanBought, () => ({}));

describe('a projection that fails', () => {
  test('to determine the row is parked, and does not block others', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    expect(await project(platform, story, [lost, vans])).toEqual({ batchItemFailures: [] });
    expect((await row(platform)).data.colour).toBe('red');
    expect(platform.sent).toMatchObject([{ message: { projection: 'lost', version: 2, reason: 'RangeError' } }]);
  });

  test('to write many rows at once writes them one by one', async () => {
    const stories = [1, 2, 3].map((i) => history([bought, red], newId(`${i}`)));
    const platform = knowing(...stories);
    const { views } = platform;
    for (const broken of [
      { ...views, getMany: async () => Promise.reject(new Error('down')) },
      { ...views, putMany: async () => Promise.reject(new Error('down')) },
      { ...views, putMany: async <C>(changes: readonly C[]) => [...changes] },
    ])
      await project({ ...platform, views: broken }, stories.flat());
    expect(await total(platform)).toBe(3);
    expect(platform.sent).toEqual([]);
  });

  test('is parked with its stream and version, and its reason in one word', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    expect(await project(platform, story, [failing])).toEqual({ batchItemFailures: [] });
    expect(platform.sent).toEqual([
      {
        queue: 'parked',
        message: {
          projection: 'failing',
          stream: story[0]?.stream,
          version: 2,
          reason: 'TypeError',
          at: expect.any(String),
        },
      },
    ]);
  });

  test('blocks neither others nor other streams', async () => {
    const other = newId('other');
    const [one, two] = [history([bought, red]), history([bought], other)];
    const platform = knowing(one, two);
    await project(platform, [...one, ...two], [failing, vans, stays]);
    expect((await row(platform)).data.colour).toBe('red');
    expect((await row(platform, other)).data.colour).toBe('white');
    expect((await platform.views.get(viewOf(failing), other))?.checkpoint).toBe(1);
    expect(platform.sent).toHaveLength(1);
  });

  test('is repaired when the row is folded again from the stream', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    const no = async () => Promise.reject(new Error('down'));
    const down: ViewStore = { ...platform.views, put: no, putMany: no };
    await project({ ...platform, views: down }, story, [vans]);
    expect(platform.sent).toHaveLength(1);
    await vans.with(platform)([story[1]!]);
    expect(await row(platform)).toMatchObject({ checkpoint: 2, data: { colour: 'red' } });
  });

  test('is retried by the stream when it cannot be parked', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    const queue = { send: async () => Promise.reject(new Error('no queue')) };
    await expect(project({ ...platform, queue }, story, [failing])).rejects.toThrow('no queue');
  });

  test('is parked when its row keeps changing', async () => {
    const platform = knowing(history([bought]));
    const put = async () => Promise.reject(new ConcurrencyError('again'));
    const views: ViewStore = { ...platform.views, put, putMany: async (changes) => [...changes] };
    await project({ ...platform, views }, history([bought]), [vans]);
    expect(platform.sent).toMatchObject([{ message: { projection: 'vans', reason: 'ConcurrencyError' } }]);
  });
});

describe('a rebuilt read model', () => {
  const several = fc.array(fc.array(fact, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 });

  test('has the same content', async () => {
    await fc.assert(
      fc.asyncProperty(several, async (stories) => {
        const all = stories.map((facts, i) => history(facts, newId(`${i}`)));
        const platform = knowing(...all);
        for (const it of [vans, stays] as Projection<any>[]) {
          const keys = keysOf(it, all.flat());
          for (const story of all) await project(platform, story, [it]);
          const before = await shown(platform, it, keys);
          await rebuild(platform, it);
          expect(await shown(platform, it, keys)).toEqual(before);
          const fresh = knowing(...all);
          await rebuild(fresh, it, { segments: 2 });
          expect(await shown(fresh, it, keys)).toEqual(before);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('by two rebuilds at once counts once', async () => {
    const stories = [1, 2, 3].map((i) => history([bought, red], newId(`${i}`)));
    const platform = knowing(...stories);
    await Promise.all([rebuild(platform, vans), rebuild(platform, vans)]);
    expect(await total(platform)).toBe(3);
  });

  test('reports the number of events', async () => {
    const platform = knowing(history([bought, red]), history([bought], newId('other')));
    const seen: unknown[] = [];
    const progress = await rebuild(platform, vans, { onProgress: (it) => seen.push(it) });
    expect(progress).toEqual({ events: 3, rows: 2 });
    expect(seen.at(-1)).toEqual(progress);
  });

  test('has the result of the changed fold, counters included', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    await project(platform, story);
    const { of, row: schema, indexes } = vans.definition;
    const loud = projection<any>('vans', {
      of,
      row: schema,
      indexes: indexes!,
      counters: () => ({ bucket: 'all', counts: { loud: 1 } }),
    })
      .begin(VanBought, ({ aggregateId, at, data: { plate } }) => ({
        vanId: aggregateId,
        plate,
        colour: 'WHITE',
        bought: at,
      }))
      .on(VanPainted, (row, { data: { colour } }) => ({ ...row, colour: colour.toUpperCase() }));
    await rebuild(platform, loud);
    expect(await row(platform)).toMatchObject({ checkpoint: 2, data: { colour: 'RED' } });
    const [counters] = await platform.views.counters(viewOf(vans));
    expect(counters).toMatchObject({ counts: { loud: 1, total: 0, red: 0 } });
  });

  test('does not replace a newer row', async () => {
    const story = history([bought, red]);
    const platform = knowing(story);
    const behind: Platform = {
      ...platform,
      events: {
        ...platform.events,
        scan: async function* () {
          yield story[0]!;
        },
      },
    };
    await project(platform, story);
    await rebuild(behind, vans, { segments: 1 });
    expect(await row(platform)).toMatchObject({ checkpoint: 2, data: { colour: 'red' } });
  });

  test('keeps deleted rows deleted', async () => {
    const story = history([bought, sold]);
    const platform = knowing(story);
    await rebuild(platform, vans);
    await project(platform, [story[0]!]);
    expect((await row(platform))?.data).toBeUndefined();
    expect(await total(platform)).toBe(0);
  });

  test('includes events that arrive in the meantime', async () => {
    const stories = Array.from({ length: 12 }, (_, i) =>
      history([bought, red, blue, taken('b1', 1), sold, bought], newId(`${i}`)),
    );
    const platform: Memory = memory();
    platform.given(stories.flatMap((story) => story.slice(0, 2)));
    const live = async () => {
      for (let version = 2; version < 6; version++)
        for (const story of stories) {
          platform.given([story[version]!]);
          await project(platform, [story[version]!]);
        }
    };
    await Promise.all([live(), rebuild(platform, vans), rebuild(platform, stays)]);
    for (const story of stories) {
      expect(await row(platform, story[0]!.stream.id)).toMatchObject({ checkpoint: 6, data: { colour: 'white' } });
    }
    expect(await total(platform)).toBe(12);
    const stayTallies = await platform.views.counters(viewOf(stays));
    expect(stayTallies).toEqual([{ bucket: '2026-05-02', counts: { stays: 12 } }]);
  });

  test('reads a history that came in pieces from its stream', async () => {
    const story = history([bought, red, blue]);
    const platform = knowing(story);
    const torn: Platform = {
      ...platform,
      events: {
        ...platform.events,
        scan: async function* () {
          yield story[0]!;
          yield { ...story[0]!, stream: { ...story[0]!.stream, id: newId('between') } };
          yield story[2]!;
        },
      },
    };
    await rebuild(torn, vans, { segments: 1 });
    expect(await row(platform)).toMatchObject({ checkpoint: 3, data: { colour: 'blue' } });
    expect(await total(platform)).toBe(2);
  });
});
