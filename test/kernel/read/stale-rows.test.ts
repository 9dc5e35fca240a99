import {
  aggregate,
  type Contexts,
  event,
  newId,
  type Platform,
  projection,
  projector,
  query,
  rebuilder,
  z,
} from '@waybill/kernel';
import { page, pageOf } from '@waybill/kernel/fields';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import type { StoredRow } from '@waybill/kernel/platform';
import type { Projection } from '@waybill/kernel/read/projection';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import { describe, expect, onTestFinished, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';
import { ask, officer } from '../support/asking.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

/** A toy context in two releases: crates that are packed, moved and opened. */

const CratePacked = event('CratePacked', { label: z.string(), grams: z.number() });
const CrateMoved = event('CrateMoved', { to: z.string() });
const CrateOpened = event('CrateOpened', {});
const crate = aggregate('depot', 'crate')
  .begin(CratePacked, ({ label }) => ({ label }))
  .on(CrateMoved, (state) => state)
  .on(CrateOpened, (state) => state);

/** The previous release: it has a place, and counts crates by place. */
const before = projection<{ crateId: string; label: string; place: string; old: string }>('crates', {
  of: crate,
  row: z.object({ crateId: z.string(), label: z.string(), place: z.string(), old: z.string() }),
  indexes: { all: ({ label }) => ['', label], place: ({ place, label }) => [place, label] },
  counters: ({ place }) => ({ bucket: 'place', counts: { [place]: 1 } }),
})
  .begin(CratePacked, ({ aggregateId, data: { label } }) => ({ crateId: aggregateId, label, place: 'dock', old: 'x' }))
  .on(CrateMoved, (row, { data: { to } }) => ({ ...row, place: to }));

const CrateRow = z.object({
  crateId: z.string(),
  label: z.string(),
  place: z.string(),
  grams: z.number(),
  opened: z.boolean(),
});
type CrateRow = z.infer<typeof CrateRow>;

/**
 * The current release: a field is removed, two are new and required, a further event is folded, an index is renamed,
 * the counter counts something else.
 */
const crates = projection<CrateRow>('crates', {
  of: crate,
  row: CrateRow,
  indexes: { all: ({ label }) => ['', label], where: ({ place, label }) => [place, label] },
  counters: ({ grams }) => ({ bucket: 'weight', counts: { crates: 1, grams } }),
})
  .begin(CratePacked, ({ aggregateId, data: { label, grams } }) => ({
    crateId: aggregateId,
    label,
    place: 'dock',
    grams,
    opened: false,
  }))
  .on(CrateMoved, (row, { data: { to } }) => ({ ...row, place: to }))
  .on(CrateOpened, (row) => ({ ...row, opened: true }));

const getCrate = query({
  summary: 'A crate',
  route: 'GET /crates/{crateId}',
  role: 'auditor',
  of: 'crate',
  input: z.strictObject({ crateId: z.string() }),
  reads: { crates },
  output: CrateRow.extend({ version: z.int() }),
  answer: ({ crateId }, { crates }) => crates.get(crateId),
});

const listing = {
  summary: 'Crates',
  route: 'GET /crates',
  role: 'auditor',
  input: z.strictObject({ ...page, heavy: z.string().optional(), where: z.string().optional() }),
  reads: { crates },
  output: pageOf(CrateRow),
} as const;
const listCrates = query({
  ...listing,
  answer: ({ limit, cursor, ...filters }, { crates }) =>
    crates.list(filters.where ? 'where' : 'all', {
      by: filters.where,
      where: filters.heavy ? ({ grams }) => grams >= 500 : undefined,
      limit,
      cursor,
      filters,
    }),
});

const org = officer.orgId;
const view = viewOf(crates, org);
const idOf = (label: string) => newId(`crate ${label}`);
const stream = (label: string) => ({ context: 'depot', org, aggregate: 'crate', id: idOf(label) });
const history = (label: string, ...facts: Event[]): RecordedEvent[] =>
  facts.map((fact, i) => recordedEvent(fact, stream(label), i + 1, { at: `2026-05-04T08:00:0${i}.000Z` }));
const packed = (label: string, grams: number, ...more: Event[]) =>
  history(label, CratePacked({ label, grams }), ...more);

const project = (platform: Platform, it: Projection<any>, events: readonly RecordedEvent[]) =>
  projector({ depot: { projection: it } } as any).with(platform)(streamBatch(events));

/** Crates as the previous release has written them. */
const leftBy = async (platform: Platform, it: Projection<any>, ...histories: RecordedEvent[][]) => {
  for (const events of histories) {
    await platform.events.commit({ org, appends: events });
    await project(platform, it, events);
  }
  return platform;
};
const some = [packed('A', 400), packed('B', 600, CrateMoved({ to: 'shelf' })), packed('C', 900, CrateOpened({}))];

const get = (platform: Platform, label: string) => ask(platform, getCrate, { path: { crateId: idOf(label) } });
const list = (platform: Platform, query: Record<string, string> = {}) => ask(platform, listCrates, { query });
const labels = async (platform: Platform, query: Record<string, string> = {}) => {
  const { status, body } = await list(platform, query);
  expect(status).toBe(200);
  return body.items.map(({ label }: CrateRow) => label);
};
const stored = async (platform: Platform, label: string, as: Projection<any> = crates) =>
  (await platform.views.get(viewOf(as, org), idOf(label))) as StoredRow<CrateRow>;
const counters = async (platform: Platform) =>
  Object.fromEntries(
    (await platform.views.counters(view)).map(({ bucket, counts }) => [
      bucket,
      Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0)),
    ]),
  );
const right = { bucket: 'weight', counts: { crates: 3, grams: 1_900 } };

/** Read-only: every write fails the test. */
const readOnly = (platform: Platform): Platform => {
  const no = async () => Promise.reject(new Error('a query has written'));
  return { ...platform, views: { ...platform.views, put: no, putMany: no } };
};

/** The log lines of this test, by their message. */
const logged = () => {
  const lines: any[] = [];
  onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
  return (message: string) => lines.filter((line) => line.message === message);
};

onEveryPlatform((open) => {
  describe('a row of the previous release', () => {
    test('is returned in the current shape, and reading it writes nothing', async () => {
      const platform = readOnly(await leftBy(await open(), before, ...some));
      expect(await get(platform, 'B')).toMatchObject({ status: 200, headers: { etag: expect.stringMatching(/^"2-/) } });
      expect((await get(platform, 'B')).body).toEqual({
        crateId: idOf('B'),
        label: 'B',
        place: 'shelf',
        grams: 600,
        opened: false,
        version: 2,
      });
      expect((await get(platform, 'C')).body).toMatchObject({ grams: 900, opened: true, version: 2 });
    });

    test('is listed in the current shape, and filtered by its current values', async () => {
      const platform = readOnly(await leftBy(await open(), before, ...some));
      const { status, body } = await list(platform);
      expect(status).toBe(200);
      expect(body.items.map(({ label, grams, opened }: CrateRow) => [label, grams, opened])).toEqual([
        ['A', 400, false],
        ['B', 600, false],
        ['C', 900, true],
      ]);
      expect(await labels(platform, { heavy: 'yes' })).toEqual(['B', 'C']);
      expect(await labels(platform, { limit: '1', heavy: 'yes' })).toEqual(['B']);
    });

    test('is folded from its whole stream when an event arrives, and updates the current counters', async () => {
      const platform = await leftBy(await open(), before, ...some);
      expect(await counters(platform)).toEqual({ place: { dock: 2, shelf: 1 } });
      const [packing, moving] = packed('A', 400, CrateMoved({ to: 'shelf' }));
      await platform.events.commit({ org, appends: [moving!] });
      await project(platform, crates, [moving!]);
      expect(await stored(platform, 'A')).toMatchObject({
        checkpoint: 2,
        shape: crates.shape(),
        data: { place: 'shelf', grams: 400, opened: false },
      });
      expect((await stored(platform, 'A')).data).not.toHaveProperty('old');
      expect(await counters(platform)).toEqual({ place: { dock: 1, shelf: 1 }, weight: { crates: 1, grams: 400 } });
      // An event that is already folded brings it into the current shape, too.
      await project(platform, crates, [some[1]![0]!]);
      expect(await stored(platform, 'B')).toMatchObject({ checkpoint: 2, data: { place: 'shelf', grams: 600 } });
      expect(packing!.version).toBe(1);
    });

    test('is brought back into the former shape when the previous release is deployed again', async () => {
      const platform = await leftBy(await open(), before, ...some);
      for (const events of some) await project(platform, crates, events);
      for (const events of some) await project(platform, before, events);
      expect((await stored(platform, 'B', before)).data).toEqual({
        crateId: idOf('B'),
        label: 'B',
        place: 'shelf',
        old: 'x',
      });
      expect(await counters(platform)).toEqual({ place: { dock: 2, shelf: 1 }, weight: {} });
    });
  });

  describe('the rebuilder', () => {
    const run = (platform: Platform, contexts: object = { depot: { crates } }) =>
      rebuilder(contexts as Contexts).with(platform)({});
    /** As after a deployment: the batches of the previous release are written. */
    const deployed = async (...histories: RecordedEvent[][]) => {
      const clock = clockAt('2026-05-04T12:00:00.000Z');
      const platform = await leftBy(await open({ clock }), before, ...histories);
      expect(await run(platform)).toMatchObject({ lockAcquired: true, affected: 0 });
      clock.advance(300);
      return { platform, clock };
    };

    test('writes every row in the current shape, with its index entries and counters', async () => {
      const { platform } = await deployed(...some);
      expect(await labels(platform, { where: 'shelf' })).toEqual([]);
      expect(await run(platform)).toMatchObject({ affected: 3 });
      for (const label of ['A', 'B', 'C']) expect((await stored(platform, label)).shape).toBe(crates.shape());
      expect(await labels(platform, { where: 'shelf' })).toEqual(['B']);
      expect(await labels(platform, { where: 'dock' })).toEqual(['A', 'C']);
      expect(await counters(platform)).toEqual({ place: {}, [right.bucket]: right.counts });
    });

    test('waits a few minutes, because the previous release may still be writing', async () => {
      const clock = clockAt('2026-05-04T12:00:00.000Z');
      const platform = await leftBy(await open({ clock }), before, ...some);
      await run(platform);
      clock.advance(170);
      expect(await run(platform)).toMatchObject({ affected: 0 });
      clock.advance(11);
      expect(await run(platform)).toMatchObject({ affected: 3 });
    });

    test('reads no row and no stream once all rows are right', async () => {
      const { platform, clock } = await deployed(...some);
      await run(platform);
      const no = async () => Promise.reject(new Error('something was read'));
      const idle = {
        ...platform,
        views: { ...platform.views, get: no, getMany: no },
        events: { ...platform.events, read: no, streams: no },
      };
      clock.advance(3_600);
      expect(await run(idle)).toMatchObject({ affected: 0 });
    });

    test('keeps rows that the projector has written in the meantime', async () => {
      const { platform } = await deployed(...some);
      for (const events of some) await project(platform, crates, events);
      expect(await run(platform)).toMatchObject({ affected: 0 });
      expect(await counters(platform)).toEqual({ place: {}, [right.bucket]: right.counts });
    });

    test('builds a new projection from the whole history', async () => {
      const { platform, clock } = await deployed(...some);
      await run(platform);
      const opened = projection<{ crateId: string }>('opened', {
        of: crate,
        row: z.object({ crateId: z.string() }),
      }).begin(CrateOpened, ({ aggregateId }) => ({ crateId: aggregateId }));
      const both = { depot: { crates, opened } };
      await run(platform, both);
      clock.advance(300);
      expect(await run(platform, both)).toMatchObject({ affected: 1 });
      expect((await platform.views.get(viewOf(opened, org), idOf('C')))?.data).toEqual({ crateId: idOf('C') });
    });

    test('handles projections with many rows for each stream', async () => {
      const stays = (revision: number) =>
        projection<{ place: string }>('stays', {
          of: crate,
          row: z.object({ place: z.string() }),
          key: ({ aggregateId, data }) => `${aggregateId}.${data.to}`,
          revision,
        }).begin(CrateMoved, ({ data: { to } }) => ({ place: `${to} ${revision}` }));
      const clock = clockAt('2026-05-04T12:00:00.000Z');
      const moves = packed('A', 1, CrateMoved({ to: 'x' }), CrateMoved({ to: 'y' }));
      const platform = await leftBy(await open({ clock }), stays(1), moves);
      await run(platform, { depot: { stays: stays(2) } });
      clock.advance(300);
      expect(await run(platform, { depot: { stays: stays(2) } })).toMatchObject({ affected: 2 });
      const rows = await platform.views.getMany(
        ['x', 'y'].map((to) => ({ view: viewOf(stays(2), org), key: `${idOf('A')}.${to}` })),
      );
      expect(rows.map((row) => [row?.data, row?.streamId])).toEqual([
        [{ place: 'x 2' }, idOf('A')],
        [{ place: 'y 2' }, idOf('A')],
      ]);
    });
  });
});

describe('a pass of the rebuilder', () => {
  const run = (platform: Platform, contexts: object = { depot: { crates } }, context?: any) =>
    rebuilder(contexts as Contexts).with(platform)({}, context);
  const many = Array.from({ length: 2_300 }, (_, i) => packed(`${i}`, i));
  const waiting = async () => {
    const clock = clockAt('2026-05-04T12:00:00.000Z');
    const platform = memory({ clock });
    for (const events of many) platform.given(events);
    for (const events of many)
      await platform.views.put(view, before.stored(events[0]!.stream.id, { label: 'x' } as any, 1), undefined);
    await run(platform);
    clock.advance(300);
    return { platform, clock };
  };

  test('is continued by the next run when the time is up, and by no other release', async () => {
    const { platform, clock } = await waiting();
    const inAHurry = { getRemainingTimeInMillis: () => 5_000 };
    expect(await run(platform, undefined, inAHurry)).toMatchObject({ affected: 1_000 });
    expect(await run(platform, undefined, inAHurry)).toMatchObject({ affected: 1_000 });
    const another = projection<any>('crates', { of: crate, row: CrateRow, revision: 2 }).begin(CratePacked, () => ({}));
    expect(await run(platform, { depot: { another } })).toMatchObject({ affected: 0 });
    clock.advance(300);
    expect(await run(platform, { depot: { another } })).toMatchObject({ affected: 2_300 });
  });

  test('is shared by all projections that have changed', async () => {
    const { platform } = await waiting();
    let pages = 0;
    const { events } = platform;
    const counting = {
      ...platform,
      events: {
        ...events,
        streams: (page: any) => {
          pages++;
          return events.streams(page);
        },
      },
    };
    expect(await run(counting)).toMatchObject({ affected: 2_300 });
    expect(pages).toBe(3);
    expect(await run(counting)).toMatchObject({ affected: 0 });
    expect(pages).toBe(3);
  });

  test('does not run twice at once', async () => {
    const { platform } = await waiting();
    const reports = await Promise.all([run(platform), run(platform)]);
    expect(reports.map(({ lockAcquired, affected }) => [lockAcquired, affected])).toEqual([
      [true, 2_300],
      [false, 0],
    ]);
  });

  test('parks a stream that cannot be folded, once, and continues', async () => {
    const picky = projection<CrateRow>('crates', { ...crates.definition }).begin(
      CratePacked,
      ({ aggregateId, data }) => {
        if (data.label === 'B') throw new TypeError('does not like it');
        return { crateId: aggregateId, ...data, place: 'dock', opened: false };
      },
    );
    const clock = clockAt('2026-05-04T12:00:00.000Z');
    const platform = await leftBy(memory({ clock }), before, ...some);
    await run(platform as Platform, { depot: { picky } });
    clock.advance(300);
    expect(await run(platform as Platform, { depot: { picky } })).toMatchObject({ affected: 2 });
    expect((platform as any).sent).toEqual([
      {
        queue: 'parked',
        message: { projection: 'crates', stream: stream('B'), reason: 'TypeError', at: expect.any(String) },
      },
    ]);
    clock.advance(300);
    expect(await run(platform as Platform, { depot: { picky } })).toMatchObject({ affected: 0 });
  });
});

test('folds a row again that the previous release writes in the meantime, with its events', async () => {
  const platform = await leftBy(memory(), before, packed('A', 400));
  const moving = packed('A', 400, CrateMoved({ to: 'shelf' }))[1]!;
  const { events } = platform;
  let reads = 0;
  const racing: Platform = {
    ...platform,
    events: {
      ...events,
      read: async (stream, range) => {
        const read = await events.read(stream, range);
        if (++reads === 1) {
          await events.commit({ org, appends: [moving] });
          await project(platform, before, [moving]);
        }
        return read;
      },
    },
  };
  const { refoldStale } = await import('@waybill/kernel/rebuild/refold');
  expect(await refoldStale(racing, crates, stream('A'))).toBe(1);
  expect(await stored(platform, 'A')).toMatchObject({ checkpoint: 2, data: { place: 'shelf', grams: 400 } });
  expect(await counters(platform)).toEqual({ place: {}, weight: { crates: 1, grams: 400 } });
});

describe('a page of rows of the previous release', () => {
  const waiting = async (size: number) => {
    const platform = memory();
    for (let i = 0; i < size; i++) {
      const label = String(i).padStart(4, '0');
      const events = packed(label, i === size - 1 ? 900 : 1);
      platform.given(events);
      await platform.views.put(view, before.stored(idOf(label), { label, place: 'dock' } as any, 1), undefined);
    }
    let folds = 0;
    const { events } = platform;
    const counting: Platform = {
      ...platform,
      events: {
        ...events,
        read: (stream, range) => {
          folds++;
          return events.read(stream, range);
        },
      },
    };
    return { counting, folds: () => folds };
  };

  test('folds no more streams than it has rows', async () => {
    const { counting, folds } = await waiting(500);
    expect(await labels(counting)).toHaveLength(25);
    expect(folds()).toBe(26);
  });

  test('with a filter folds at most two hundred, and continues from there', async () => {
    const { counting, folds } = await waiting(500);
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const { body } = await list(counting, { heavy: 'yes', ...(cursor && { cursor }) });
      seen.push(...body.items.map(({ label }: CrateRow) => label));
      cursor = body.nextCursor;
      expect(folds()).toBeLessThanOrEqual(200 * ++pages);
    } while (cursor);
    expect([seen, pages]).toEqual([['0499'], 3]);
  });
});

describe('a row that has moved in the current index', () => {
  test('is left out at its former place', async () => {
    const renamed = projection<CrateRow>('crates', {
      ...crates.definition,
      indexes: { all: ({ label }) => ['', label], where: ({ place }) => [place === 'dock' ? 'quay' : place, ''] },
      revision: 2,
    })
      .begin(CratePacked, ({ aggregateId, data }) => ({ crateId: aggregateId, ...data, place: 'dock', opened: false }))
      .on(CrateMoved, (row, { data: { to } }) => ({ ...row, place: to }));
    const listed = query({
      ...listCrates.definition,
      reads: { crates: renamed },
      answer: (_, { crates }) => crates.list('where', { by: 'dock', limit: 10, filters: {} }),
    });
    const platform = await leftBy(memory(), crates, ...some);
    expect((await ask(platform, listed)).body.items).toEqual([]);
  });
});

describe('a row that cannot be read', () => {
  const withRows = async (...bad: [label: string, data: object][]) => {
    const platform = await leftBy(memory(), crates, ...some);
    for (const [label, data] of bad) {
      const row = await stored(platform, label);
      await platform.views.put(view, { ...row, data: { ...row.data, ...data } }, row);
    }
    return platform;
  };

  test('is left out of the list, and named in the log without its content', async () => {
    const lines = logged();
    const platform = await withRows(['B', { grams: 'Ada Byron', place: null }]);
    expect(await labels(platform)).toEqual(['A', 'C']);
    expect(lines('row left out')).toMatchObject([
      {
        reason: 'UnreadableRow',
        projection: 'crates',
        row: idOf('B'),
        cause: { reason: 'ZodError', paths: ['place', 'grams'] },
      },
    ]);
    expect(JSON.stringify(lines('row left out'))).not.toContain('Ada');
  });

  test('by a filter is left out, without others', async () => {
    const platform = await leftBy(memory(), crates, ...some);
    const picky = query({
      ...listing,
      answer: (_, { crates }) =>
        crates.list('all', { where: ({ place }) => place.startsWith('d'), limit: 10, filters: {} }),
    });
    const row = await stored(platform, 'A');
    await platform.views.put(view, { ...row, data: { ...row.data!, place: undefined as any } }, row);
    const { status, body } = await ask(platform, picky);
    expect([status, body.items.map(({ label }: CrateRow) => label)]).toEqual([200, ['C']]);
  });

  test('is a failure where it is read by its key, with its paths in the log', async () => {
    const lines = logged();
    const platform = await withRows(['B', { grams: 'Ada Byron' }]);
    expect(await get(platform, 'B')).toMatchObject({ status: 500, body: { code: 'unexpected' } });
    expect(lines('failed')).toMatchObject([
      { reason: { name: 'UnreadableRow', projection: 'crates', cause: { reason: 'ZodError', paths: ['grams'] } } },
    ]);
    expect(JSON.stringify(lines('failed'))).not.toContain('Ada');
  });

  test('because its stream cannot be folded is left out until it can', async () => {
    const platform = await leftBy(memory(), before, ...some);
    const { events } = platform;
    const failing: Platform = {
      ...platform,
      events: {
        ...events,
        read: async (of, range) => {
          const read = await events.read(of, range);
          return of.id === idOf('B') ? read.map((event) => ({ ...event, data: undefined })) : read;
        },
      },
    };
    expect(await labels(failing)).toEqual(['A', 'C']);
    expect(await labels(platform)).toEqual(['A', 'B', 'C']);
  });

  test('is not assumed when the table is unavailable', async () => {
    const platform = await leftBy(memory(), before, ...some);
    const down = { ...platform, events: { ...platform.events, read: async () => Promise.reject(new Error('down')) } };
    expect((await list(down)).status).toBe(500);
  });
});

test('a response that does not match its schema is named in the log by its paths', async () => {
  const lines = logged();
  const odd = query({
    ...getCrate.definition,
    answer: async () => ({ crateId: 'Ada Byron', label: 7, place: 'x', grams: 1, opened: true, version: 1 }) as any,
  });
  expect((await ask(memory(), odd, { path: { crateId: 'x' } })).status).toBe(500);
  expect(lines('failed')).toMatchObject([{ reason: { name: 'ZodError', paths: ['label'] } }]);
  expect(JSON.stringify(lines('failed'))).not.toContain('Ada');
});
