import { claims, newId, type Platform, page, query, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import type { ListRange } from '@waybill/kernel/platform';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { type Asked, ask, officer } from '../support/asking.ts';
import { bay, getVan, listVans, VanBought, VanPainted, type VanRow, VanSold, van, vans } from '../support/garage.ts';
import { clockAt, dynamoPlatforms } from '../support/platforms.ts';

const org = officer.orgId;
const vanId = newId('van');
const minute = (n: number) => new Date(Date.UTC(2026, 4, 4, 8, n)).toISOString();
const history = (facts: readonly Event[], id = vanId): RecordedEvent[] =>
  facts.map((fact, i) =>
    recordedEvent(fact, { context: 'garage', org, aggregate: 'van', id }, i + 1, { at: minute(i) }),
  );

const story = history([VanBought({ plate: 'AB 1' }), VanPainted({ colour: 'red' }), VanPainted({ colour: 'blue' })]);
const world = () => memory({ clock: clockAt('2026-05-04T12:00:00.000Z') });
const get = (platform: Platform, asked: Asked = {}) => ask(platform, getVan, { path: { vanId }, ...asked });
const list = (platform: Platform, query: Record<string, string> = {}, asked: Asked = {}) =>
  ask(platform, listVans, { query, ...asked });

describe('a row', () => {
  test.each([0, 1, 2, 3])('includes the last write, with %i of 3 events folded', async (seen) => {
    const platform = world();
    platform.given(story);
    if (seen) await vans.with(platform)(story.slice(0, seen));
    const { status, headers, body } = await get(platform);
    expect([status, headers.etag]).toEqual([200, expect.stringMatching(/^"3-/)]);
    expect(body).toEqual({ vanId, plate: 'AB 1', colour: 'blue', bought: minute(0), version: 3 });
  });

  test('is absent as soon as it is deleted', async () => {
    const platform = world();
    const sold = history([VanBought({ plate: 'AB 1' }), VanSold({})]);
    platform.given(sold);
    await vans.with(platform)(sold.slice(0, 1));
    expect(await get(platform)).toMatchObject({ status: 404, body: { code: 'van-not-found' } });
    await vans.with(platform)(sold);
    expect((await get(platform)).status).toBe(404);
  });

  test('that never existed is not found, nor is another organization’s', async () => {
    const platform = world();
    expect((await get(platform)).status).toBe(404);
    platform.given(story);
    expect((await get(platform, { as: { orgId: 'other' } })).status).toBe(404);
  });

  test('can be read as of a time', async () => {
    const platform = world();
    platform.given(story);
    const at = async (time: string) => (await get(platform, { query: { at: time } })).body;
    expect(await at(minute(0))).toMatchObject({ colour: 'white', version: 1 });
    expect(await at('2026-05-04T08:01:59.999Z')).toMatchObject({ colour: 'red', version: 2 });
    expect(await at('2026-05-04T10:02:00+02:00')).toMatchObject({ colour: 'blue', version: 3 });
    expect(await at('2026-05-04T07:59:59Z')).toMatchObject({ code: 'van-not-found' });
  });

  test('can be read as of a time, even where two clocks differed', async () => {
    const platform = world();
    const [first, second, third] = story;
    platform.given([first!, { ...second!, at: minute(9) }, { ...third!, at: minute(2) }]);
    expect((await get(platform, { query: { at: minute(3) } })).body).toMatchObject({ colour: 'white', version: 1 });
  });
});

/** Vans bought minute by minute, every third of them red. */
const fleet = async (size: number, platform: Platform = world()) => {
  for (let i = 0; i < size; i++) {
    const data: VanRow = {
      vanId: newId(`${i}`),
      plate: `P ${i}`,
      colour: i % 3 === 0 ? 'red' : 'white',
      bought: minute(i),
    };
    await platform.views.put({ context: 'garage', org, name: 'vans' }, vans.stored(data.vanId, data, 1), undefined);
  }
  return platform;
};

const everyPage = async (platform: Platform, query: Record<string, string> = {}) => {
  const pages: string[][] = [];
  for (let cursor: string | undefined, i = 0; i === 0 || cursor !== undefined; i++) {
    const { status, body } = await list(platform, { ...query, ...(cursor !== undefined && { cursor }) });
    expect(status).toBe(200);
    pages.push(body.items.map(({ plate }: VanRow) => plate));
    cursor = body.nextCursor;
    if (cursor === undefined) expect(body).not.toHaveProperty('nextCursor');
  }
  return pages;
};
const plates = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => `P ${from + i * step}`);

describe('a list', () => {
  test('has pages of twenty-five, the last with what is left and no cursor', async () => {
    const pages = await everyPage(await fleet(60));
    expect(pages).toEqual([plates(0, 25), plates(25, 50), plates(50, 60)]);
  });

  test('that fits has one page', async () => {
    expect(await everyPage(await fleet(25))).toEqual([plates(0, 25)]);
    expect(await everyPage(await fleet(26))).toEqual([plates(0, 25), ['P 25']]);
    expect(await everyPage(world())).toEqual([[]]);
  });

  test('reports as of when it was read', async () => {
    const { headers, body } = await list(world());
    expect([headers['as-of'], body.asOf]).toEqual(['2026-05-04T12:00:00.000Z', '2026-05-04T12:00:00.000Z']);
  });

  test('has as many items in a page as requested, up to a hundred', async () => {
    const platform = await fleet(7);
    expect((await everyPage(platform, { limit: '3' })).map((page) => page.length)).toEqual([3, 3, 1]);
    for (const limit of ['0', '101', '-1', '1.5', 'x', '']) expect((await list(platform, { limit })).status).toBe(400);
  });

  test('is indexed by value and by time', async () => {
    const platform = await fleet(30);
    expect(await everyPage(platform, { colour: 'red', limit: '4' })).toEqual([
      plates(0, 12, 3),
      plates(12, 24, 3),
      plates(24, 30, 3),
    ]);
    expect(await everyPage(platform, { from: minute(3), to: minute(6) })).toEqual([plates(3, 6)]);
    expect(await everyPage(platform, { from: minute(6), to: minute(3) })).toEqual([[]]);
  });

  test('reads on to fill a page with matching rows', async () => {
    const platform = await fleet(2);
    const view = { context: 'garage', org, name: 'vans' };
    for (let i = 0; i < 900; i++) {
      const key = newId(`more ${i}`);
      const data: VanRow = { vanId: key, plate: i % 200 === 0 ? 'X' : 'Y', colour: 'red', bought: minute(100 + i) };
      await platform.views.put(view, vans.stored(key, data, 1), undefined);
    }
    expect(await everyPage(platform, { plate: 'X', limit: '2' })).toEqual([['X', 'X'], ['X', 'X'], ['X']]);
    expect(await everyPage(platform, { plate: 'X', limit: '5' })).toEqual([['X', 'X', 'X', 'X', 'X']]);
  });

  test('ends a page after two thousand rows, and continues from there', async () => {
    const platform = world();
    const view = { context: 'garage', org, name: 'vans' };
    for (let i = 0; i < 4_100; i++) {
      const key = newId(`${i}`);
      const data: VanRow = { vanId: key, plate: i === 4_099 ? 'X' : 'Y', colour: 'red', bought: minute(i) };
      await platform.views.put(view, vans.stored(key, data, 1), undefined);
    }
    let read = 0;
    const counting: Platform = {
      ...platform,
      views: {
        ...platform.views,
        list: async (view, range: ListRange) => {
          const rows = await platform.views.list(view, range);
          read += rows.length;
          return rows;
        },
      },
    };
    const { body } = await list(counting, { plate: 'X' });
    expect(body.items).toEqual([]);
    expect(body.nextCursor).toEqual(expect.any(String));
    expect(read).toBeGreaterThanOrEqual(2_000);
    expect(read).toBeLessThan(2_200);
    expect(await everyPage(platform, { plate: 'X' })).toEqual([[], [], ['X']]);
  });

  test('continues after the last row returned, whatever was inserted before or behind it', async () => {
    const platform = await fleet(6);
    const first = await list(platform, { limit: '3' });
    for (const n of [1, 4]) {
      const data: VanRow = { vanId: newId(`late ${n}`), plate: `late ${n}`, colour: 'red', bought: `${minute(n)}~` };
      await platform.views.put({ context: 'garage', org, name: 'vans' }, vans.stored(data.vanId, data, 1), undefined);
    }
    const second = await list(platform, { limit: '9', cursor: first.body.nextCursor });
    expect(first.body.items.map(({ plate }: VanRow) => plate)).toEqual(plates(0, 3));
    expect(second.body.items.map(({ plate }: VanRow) => plate)).toEqual(['P 3', 'P 4', 'late 4', 'P 5']);
  });
});

describe('a cursor', () => {
  const first = async () => {
    const platform = await fleet(60);
    const { body } = await list(platform, { limit: '10' });
    return { platform, cursor: body.nextCursor as string };
  };
  const refused = async (platform: Platform, query: Record<string, string>, asked: Asked = {}) => {
    const { status, body } = await list(platform, query, asked);
    expect([status, body.code]).toEqual([400, 'invalid-input']);
    expect(body.errors).toEqual([{ path: 'cursor', message: expect.any(String) }]);
  };

  test('is valid for the same question, and for pages of another size', async () => {
    const { platform, cursor } = await first();
    const { body } = await list(platform, { limit: '5', cursor });
    expect(body.items.map(({ plate }: VanRow) => plate)).toEqual(plates(10, 15));
  });

  test('is refused when it was changed', async () => {
    const { platform, cursor } = await first();
    const half = Math.floor(cursor.length / 2);
    const flipped = cursor.slice(0, half) + (cursor[half] === 'A' ? 'B' : 'A') + cursor.slice(half + 1);
    for (const it of [flipped, cursor.slice(0, -1), cursor.slice(1), `${cursor}A`, `${cursor}=`, ` ${cursor}`])
      await refused(platform, { cursor: it });
    const position = Buffer.from(cursor, 'base64url').toString().slice(22);
    await refused(platform, { cursor: Buffer.from(position).toString('base64url') });
  });

  test.each(['', 'x', '💥', '../..', 'null', 'x'.repeat(2_001), Buffer.from('a#b').toString('base64url')])(
    'is refused when malformed: %j',
    async (cursor) => {
      await refused(await fleet(1), { cursor });
    },
  );

  test('is refused for another organization, or another question', async () => {
    const { platform, cursor } = await first();
    await refused(platform, { cursor }, { as: { orgId: 'other' } });
    await refused(platform, { cursor, colour: 'red' });
    await refused(platform, { cursor, from: minute(1) });
  });
});

describe('on DynamoDB', () => {
  const open = dynamoPlatforms();

  test('pages have the same size, and cursors are valid as well', async () => {
    const platform = await fleet(23, await open());
    expect(await everyPage(platform, { limit: '10' })).toEqual([plates(0, 10), plates(10, 20), plates(20, 23)]);
    expect(await everyPage(platform, { limit: '4', colour: 'red' })).toEqual([plates(0, 12, 3), plates(12, 23, 3)]);
    expect(await everyPage(platform, { plate: 'P 22' })).toEqual([['P 22']]);
    expect(await everyPage(platform, { from: minute(9), to: minute(2) })).toEqual([[]]);
  });
});

describe('the first rows of a list', () => {
  const first = (most: number) =>
    query({
      summary: 'How many',
      route: 'GET /count',
      role: 'auditor',
      input: z.strictObject({}),
      reads: { vans },
      output: z.object({ all: z.int(), red: z.int(), complete: z.boolean() }),
      answer: async (_, { vans }) => {
        const { rows, complete } = await vans.first('all', { most });
        const red = await vans.first('byColour', { by: 'red', descending: true, most });
        return { all: rows.length, red: red.rows.length, complete: complete && red.complete };
      },
    });

  test('are all of them, if there are no more', async () => {
    const platform = await fleet(1_203);
    expect((await ask(platform, first(1_203))).body).toEqual({ all: 1_203, red: 401, complete: true });
  });

  test('are reported as incomplete, if there are more', async () => {
    const platform = await fleet(1_203);
    expect((await ask(platform, first(1_202))).body).toEqual({ all: 1_202, red: 401, complete: false });
  });
});

describe('parts of a list, one after the other', () => {
  const chained = query({
    summary: 'By colour',
    route: 'GET /chained',
    role: 'auditor',
    input: z.strictObject({ limit: z.coerce.number(), cursor: z.string().optional() }),
    reads: { vans },
    output: z.object({ items: z.array(z.looseObject({ plate: z.string() })), nextCursor: z.string().optional() }),
    answer: ({ limit, cursor }, { vans }) =>
      vans.chain(
        [
          { list: 'byColour', by: 'red' },
          { list: 'byColour', by: 'blue' },
          { list: 'byColour', by: 'white', descending: true },
        ],
        {
          limit,
          cursor,
          filters: {},
        },
      ),
  });
  const reds = plates(0, 7, 3);
  const whites = ['P 5', 'P 4', 'P 2', 'P 1'];

  test.each([1, 2, 3, 4, 6, 7, 8])('have pages of %i items, each full except the last', async (limit) => {
    const platform = await fleet(7);
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: `${limit}`, ...(cursor && { cursor }) };
      const { status, body } = await ask(platform, chained, { query });
      expect(status).toBe(200);
      pages.push(body.items.map(({ plate }: VanRow) => plate));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    expect(pages.flat()).toEqual([...reds, ...whites]);
    expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    expect(pages.at(-1)).not.toHaveLength(0);
  });

  test('have cursors of their own', async () => {
    const platform = await fleet(7);
    const { body } = await list(platform, { limit: '2' });
    expect(await ask(platform, chained, { query: { limit: '2', cursor: body.nextCursor } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
  });
});

describe('several parts of a list, as one', () => {
  const merged = query({
    summary: 'Some colours',
    route: 'GET /merged',
    role: 'auditor',
    input: z.strictObject({ limit: z.coerce.number(), cursor: z.string().optional(), sort: z.string() }),
    reads: { vans },
    output: z.object({ items: z.array(z.looseObject({ plate: z.string() })), nextCursor: z.string().optional() }),
    answer: ({ limit, cursor, sort }, { vans }) =>
      vans.list('byColour', {
        by: ['white', 'red', { by: 'red' }, 'blue'],
        descending: sort === 'down',
        limit,
        cursor,
        filters: { sort },
      }),
  });
  const found = async (platform: Platform, limit: number, sort: string) => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await ask(platform, merged, {
        query: { limit: `${limit}`, sort, ...(cursor && { cursor }) },
      });
      expect(status).toBe(200);
      pages.push(body.items.map(({ plate }: VanRow) => plate));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    return pages;
  };

  test.each([1, 2, 5, 22, 23, 24])('are in one order, on pages of %i, each full except the last', async (limit) => {
    const platform = await fleet(23);
    for (const sort of ['up', 'down']) {
      const pages = await found(platform, limit, sort);
      expect(pages.flat()).toEqual(sort === 'up' ? plates(0, 23) : plates(0, 23).toReversed());
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }
  });

  test('contain a row once that moves between two of them', async () => {
    const platform = await fleet(4);
    const { views } = platform;
    const list: typeof views.list = async (view, range) => {
      const keys = await views.list(view, range);
      const moved = await views.list(view, { ...range, by: 'red' });
      return range.by === 'white' && range.after === undefined ? [...moved.slice(0, 1), ...keys] : keys;
    };
    expect(await found({ ...platform, views: { ...views, list } }, 10, 'up')).toEqual([plates(0, 4)]);
  });
});

describe('an index that is behind', () => {
  test('has rows that are deleted or moved: the page is full without them', async () => {
    const platform = await fleet(9);
    const { views } = platform;
    const behind: Platform = {
      ...platform,
      views: {
        ...views,
        list: async (view, { limit, ...range }) => {
          const all = await views.list(view, { ...range, list: 'all', by: '', index: 0, limit: 100 });
          return [...(range.after ? [] : [{ key: 'gone', sort: '' }]), ...all].slice(0, limit);
        },
      },
    };
    const { body } = await list(behind, { colour: 'red', limit: '2' });
    expect(body.items.map(({ plate }: VanRow) => plate)).toEqual(plates(0, 7, 3).slice(0, 2));
    const next = await list(behind, { colour: 'red', limit: '2', cursor: body.nextCursor });
    expect(next.body.items.map(({ plate }: VanRow) => plate)).toEqual(['P 6']);
    expect(next.body.nextCursor).toBeUndefined();
  });
});

describe('rows that another index has found', () => {
  const among = query({
    summary: 'Red vans, and one that is not there',
    route: 'GET /among',
    role: 'auditor',
    input: z.strictObject({ limit: z.coerce.number(), cursor: z.string().optional() }),
    reads: { vans },
    output: z.object({ items: z.array(z.looseObject({ plate: z.string() })), nextCursor: z.string().optional() }),
    answer: async ({ limit, cursor }, { vans }) => {
      const { keys, complete } = await vans.keys('byColour', { by: 'red', most: 3 });
      expect(complete).toBe(true);
      expect((await vans.keys('byColour', { by: 'red', most: 2 })).complete).toBe(false);
      return vans.list('all', {
        among: [{ key: 'nobody', sort: '' }, ...keys, ...keys].toReversed(),
        limit,
        cursor,
        filters: {},
      });
    },
  });

  test('are paged like any other list', async () => {
    const platform = await fleet(9);
    const first = await ask(platform, among, { query: { limit: '2' } });
    expect(first.body.items.map(({ plate }: VanRow) => plate)).toEqual(['P 0', 'P 3']);
    const rest = await ask(platform, among, { query: { limit: '2', cursor: first.body.nextCursor } });
    expect(rest.body.items.map(({ plate }: VanRow) => plate)).toEqual(['P 6']);
    expect(rest.body.nextCursor).toBeUndefined();
  });
});

test('bookings, claims and histories can be read', async () => {
  const platform = world();
  platform.given(story);
  const window = (from: number, to: number) => ({ from: minute(from), to: minute(to) });
  await platform.events.commit({
    org,
    books: [
      { resource: bay, id: 'b1', holder: vanId, window: window(0, 1) },
      { resource: bay, id: 'b1', holder: 'v2', window: window(3, 5) },
      { resource: bay, id: 'b2', holder: 'v3', window: window(2, 3) },
    ],
    claims: [{ context: 'garage', kind: 'plate', value: 'AB 1', field: 'plate', holder: vanId }],
  });
  const readAll = query({
    summary: 'All of it',
    route: 'GET /everything',
    role: 'auditor',
    input: z.strictObject({}),
    reads: { bay, van, plates: claims('garage', 'plate') },
    output: z.looseObject({}),
    answer: async (_, { bay, van, plates }) => {
      const begun = async (before: number, most: number) => {
        const { ids, complete } = await bay.begun(minute(before), most);
        return [[...ids].toSorted(), complete];
      };
      return {
        last: (await bay.last('b1', minute(3)))?.holder,
        none: (await bay.last('b1', minute(0))) ?? null,
        lasts: [...(await bay.lasts(['b1', 'b2', 'b3'], minute(9)))].map(([id, { holder }]) => [id, holder]),
        begun: [await begun(0, 9), await begun(3, 9), await begun(9, 9), await begun(9, 2)],
        types: (await van.page(vanId, { limit: 2 }))?.items.map(({ type }) => type),
        now: (await van.state(vanId))?.colour,
        before: (await van.beginning(vanId))?.colour,
        holder: await plates.holder('AB 1'),
        nobody: (await plates.holder('AB 2')) ?? null,
      };
    },
  });
  const { body } = await ask(platform, readAll);
  expect(body).toEqual({
    last: vanId,
    none: null,
    lasts: [
      ['b1', 'v2'],
      ['b2', 'v3'],
    ],
    begun: [
      [[], true],
      [['b1', 'b2'], true],
      [['b1', 'b2'], true],
      [['b1', 'b2'], false],
    ],
    types: ['VanBought', 'VanPainted'],
    now: 'blue',
    before: 'white',
    holder: vanId,
    nobody: null,
  });
});

describe('the bookings of one resource', () => {
  const taken = query({
    summary: 'When a bay is taken',
    route: 'GET /bays',
    role: 'auditor',
    input: z.strictObject({ from: z.string().optional(), to: z.string().optional(), ...page }),
    reads: { bay },
    output: z.object({ items: z.array(z.object({ holder: z.string() })), nextCursor: z.string().optional() }),
    answer: (asked, { bay }) => bay.page('b1', asked),
  });
  const full = async () => {
    const platform = world();
    const books = Array.from({ length: 7 }, (_, i) => ({
      resource: bay,
      id: 'b1',
      holder: `v${i}`,
      window: { from: minute(i * 5), to: minute(i * 5 + 3) },
    }));
    await platform.events.commit({ org, books });
    return platform;
  };
  const allPages = async (platform: Platform, query: Record<string, string> = {}) => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await ask(platform, taken, { query: { ...query, ...(cursor && { cursor }) } });
      expect(status).toBe(200);
      pages.push(body.items.map(({ holder }: { holder: string }) => holder));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    return pages;
  };

  test('are paged in time order', async () => {
    expect(await allPages(await full(), { limit: '3' })).toEqual([['v0', 'v1', 'v2'], ['v3', 'v4', 'v5'], ['v6']]);
  });

  test.each([
    [{ from: minute(6) }, ['v1', 'v2', 'v3', 'v4', 'v5', 'v6']],
    [{ from: minute(8) }, ['v2', 'v3', 'v4', 'v5', 'v6']],
    [{ from: minute(10), to: minute(20) }, ['v2', 'v3']],
    [{ from: minute(11), to: minute(12) }, ['v2']],
    [{ to: minute(5) }, ['v0']],
    [{ from: minute(8), to: minute(9) }, []],
    [{ from: '0001-01-01T00:00:00.000Z', to: '9999-12-31T23:59:59.999Z' }, ['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6']],
  ])('are those that overlap the range: %o', async (range, holders) => {
    for (const limit of ['1', '2', '100'])
      expect((await allPages(await full(), { ...range, limit })).flat(), limit).toEqual(holders);
  });
});

describe('a history', () => {
  const tale = query({
    summary: 'What happened',
    route: 'GET /vans/{vanId}/history',
    role: 'auditor',
    of: 'van',
    input: z.strictObject({ vanId: z.uuid(), limit: z.coerce.number(), cursor: z.string().optional() }),
    reads: { van },
    output: z.object({ items: z.array(z.looseObject({})), nextCursor: z.string().optional() }),
    answer: ({ vanId, limit, cursor }, { van }) => van.page(vanId, { limit, cursor }),
  });
  const eventsOf = (platform: Platform, query: Record<string, string>, asked: Asked = {}) =>
    ask(platform, tale, { path: { vanId }, query, ...asked });
  const known = () => {
    const platform = world();
    platform.given(story);
    return platform;
  };

  test('is paged, oldest first', async () => {
    const platform = known();
    const first = await eventsOf(platform, { limit: '2' });
    expect(first.body.items).toMatchObject([
      { version: 1, type: 'VanBought', at: minute(0), by: 'a-user', data: { plate: 'AB 1' } },
      { version: 2, type: 'VanPainted' },
    ]);
    const second = await eventsOf(platform, { limit: '2', cursor: first.body.nextCursor });
    expect(second.body.items).toMatchObject([{ version: 3 }]);
    expect(second.body).not.toHaveProperty('nextCursor');
    expect((await eventsOf(platform, { limit: '3' })).body).not.toHaveProperty('nextCursor');
  });

  test('is not found where there is none', async () => {
    expect((await eventsOf(world(), { limit: '2' })).status).toBe(404);
    expect((await eventsOf(known(), { limit: '2' }, { as: { orgId: 'other' } })).status).toBe(404);
  });

  test('has cursors of its own', async () => {
    const platform = known();
    const cursor = (await eventsOf(platform, { limit: '1' })).body.nextCursor as string;
    const other = newId('other');
    platform.given(history([VanBought({ plate: 'X' }), VanSold({})], other));
    const refused = { status: 400, body: { errors: [{ path: 'cursor' }] } };
    expect(await eventsOf(platform, { limit: '1', cursor: `${cursor}x` })).toMatchObject(refused);
    expect(await eventsOf(platform, { limit: '1', cursor: 'x' })).toMatchObject(refused);
    expect(await eventsOf(platform, { limit: '1', cursor }, { path: { vanId: other } })).toMatchObject(refused);
  });
});
