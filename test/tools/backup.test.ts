import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { backup, linesIn, NoBackup, openBackup, restore, verify } from '#scripts/tools/index';
import { boatView, build, contexts, moor, project, type TestWorld, tables } from './world.ts';

const open = tables();

const harbour = async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea', 'Cleo']) await build(world, name);
  await moor(world, 'Ada', 'north');
  await project(world, 'Ada', 'Bea', 'Cleo');
  return world;
};
const now = new Date('2026-05-04T08:00:00Z');
const written = async ({ table }: TestWorld) => {
  const pieces: string[] = [];
  const write = async (piece: string) => void pieces.push(piece);
  await backup(table, write, { version: '1.2.3', stage: 'test', now });
  return pieces.join('');
};
/** The items only, a line each, in a fixed order. */
const linesOf = async (world: TestWorld) =>
  (await written(world))
    .split('\n')
    .filter((line) => line.includes('"pk"'))
    .sort();
const opened = (text: string, piece = 1_000) =>
  openBackup(() =>
    linesIn(
      (async function* () {
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
      })(),
    ),
  );
/** These lines between a matching header and end. */
const sealed = (lines: readonly string[]) => {
  const text = [...lines].map((line) => `${line}\n`).join('');
  const kinds = { event: lines.length - 1 };
  const sha256 = createHash('sha256').update(text).digest('hex');
  return `${text}${JSON.stringify({ waybill: 'end', items: lines.length - 1, kinds, sha256 })}\n`;
};
const refusal = async (text: string) =>
  opened(text).then(
    () => 'opened',
    (error) => {
      expect(error).toBeInstanceOf(NoBackup);
      return error.message as string;
    },
  );

test('A backup put into an empty table is the same table', async () => {
  const [from, to] = [await harbour(), await open()];
  const whole = await opened(await written(from));
  const lines = await linesOf(from);
  expect(await restore(to.table, whole)).toBe(lines.length);
  expect(await linesOf(to)).toEqual(lines);
  expect((await verify(to, contexts as any, { patienceMs: 0 })).differences).toEqual([]);
  expect(await to.platform.views.counters(boatView)).toEqual(await from.platform.views.counters(boatView));
});

test('A table that is not empty is not touched', async () => {
  const world = await harbour();
  const lines = await linesOf(world);
  await expect(restore(world.table, await opened(await written(world)))).rejects.toThrow('is not empty');
  expect(await linesOf(world)).toEqual(lines);
});

test('A table with only items that every stage creates itself is empty', async () => {
  const [from, to] = [await harbour(), await open()];
  await to.platform.locks.remember('some-job', 'half of it');
  await to.table.put({ Item: { pk: { S: 'platform#-#heartbeat#x' }, sk: { S: 'p#x' } } });
  const lines = await linesOf(from);
  const whole = await opened(await written(from));
  expect(await restore(to.table, whole)).toBe(lines.length);
  await expect(restore(to.table, whole)).rejects.toThrow('is not empty');
});

test('The progress of jobs is not copied', async () => {
  const world = await harbour();
  const lines = await linesOf(world);
  await world.platform.locks.remember('rebuild-boats', 'half of it');
  expect(await linesOf(world)).toEqual(lines);
});

test('Rows are written before their events, so that none is projected and counted again', async () => {
  const [from, to] = [await harbour(), await open()];
  const put: string[] = [];
  const batchPut = async (items: readonly any[]) => {
    put.push(...items.map(({ sk }) => (sk.S.startsWith('e#') ? 'event' : 'other')));
    await to.table.batchPut(items);
  };
  await restore({ ...to.table, batchPut }, await opened(await written(from)));
  expect(new Set(put)).toEqual(new Set(['other', 'event']));
  expect(put).toEqual(put.toSorted().reverse());
});

test('It begins with its origin, and ends with its counts and a checksum', async () => {
  const world = await harbour();
  const lines = (await written(world)).trimEnd().split('\n');
  expect(JSON.parse(lines[0]!)).toEqual({
    waybill: 'backup',
    format: 2,
    version: '1.2.3',
    stage: 'test',
    table: world.table.name,
    createdAt: '2026-05-04T08:00:00.000Z',
  });
  const { items, kinds, sha256 } = JSON.parse(lines.at(-1)!);
  expect(items).toBe(lines.length - 2);
  expect(kinds).toMatchObject({ event: 4, view: 3, claim: 3 });
  expect(Object.values<number>(kinds).reduce((all, some) => all + some)).toBe(items);
  expect(sha256).toMatch(/^[\da-f]{64}$/);
  expect(await opened(lines.map((line) => `${line}\n`).join(''), 7)).toMatchObject({ items, kinds });
});

describe('Nothing is written from a file', () => {
  const cut = 'it is cut short after line';
  const damaged = 'it has been altered or damaged: its checksum does not fit';
  const foreign = 'its first line is not the header of a backup';

  test('that was truncated at any place', async () => {
    const text = await written(await harbour());
    const lines = text.split('\n');
    for (let kept = 1; kept < lines.length - 1; kept++)
      expect(await refusal(`${lines.slice(0, kept).join('\n')}\n`)).toContain(cut);
    for (const bytes of [1, 40, 300, text.length / 2, text.length - 40]) {
      const why = await refusal(text.slice(0, bytes));
      expect(why, `${bytes}`).toMatch(/is cut short|is no item of a table|is not the header/);
    }
  });

  test('that is empty, or something else', async () => {
    expect(await refusal('')).toBe('it is empty, and no backup');
    for (const text of ['Dear Ada\n', '{}\n', '[]\n', 'null\n', '{"pk":1}\n', '\0\0\0', '{"waybill":"end"}\n'])
      expect(await refusal(text)).toBe(foreign);
  });

  test('that was altered: a character, an item more or less, their order, the header', async () => {
    const text = await written(await harbour());
    const lines = text.trimEnd().split('\n');
    const joined = (all: readonly string[]) => `${all.join('\n')}\n`;
    const [head = '', first = '', second = '', ...rest] = lines;
    for (const altered of [
      text.replace('Ada', 'Eva'),
      text.replace('"stage":"test"', '"stage":"prod"'),
      joined([head, second, ...rest]),
      joined([head, first, first, second, ...rest]),
      joined([head, second, first, ...rest]),
      text.replace(/"items":\d+/, '"items":1'),
      text.replace(/"sha256":"./, '"sha256":"x'),
    ])
      expect(await refusal(altered)).toBe(damaged);
    expect(await refusal(text.replaceAll('"pk"', '"kp"'))).toMatch(/^line 2 is no item of a table/);
    expect(await refusal(`${text}${first}\n`)).toBe(`line ${lines.length + 1} comes after the end of the backup`);
  });

  test('of another format, older or newer', async () => {
    const text = await written(await harbour());
    expect(await refusal(text.replace('"format":2', '"format":3'))).toBe(
      'it is of format 3, and this version of Waybill reads format 2: use the version that wrote it (1.2.3)',
    );
    const headless = text.split('\n').slice(1, -2).join('\n');
    expect(await refusal(headless)).toMatch(/^it has no header, like backups before format 2/);
  });
});

test('Any text is restored unchanged', async () => {
  const [from, to] = [await open(), await open()];
  for (const text of ['line\u2028separated', 'paragraph\u2029', '\r\n', '\u0085', '"quoted"', 'e#', 'ünïcödé 🚲', '\0'])
    await from.table.put({ Item: { pk: { S: 'harbour#acme#note#x' }, sk: { S: `t#${text}` }, text: { S: text } } });
  const text = await written(from);
  await restore(to.table, await opened(text, 3));
  expect(await linesOf(to)).toEqual(await linesOf(from));
  expect(await linesOf(to)).toHaveLength(8);
});

test('A duplicate line is written once', async () => {
  const [from, to] = [await harbour(), await open()];
  const lines = await linesOf(from);
  const [head = ''] = (await written(from)).split('\n');
  expect(await restore(to.table, await opened(sealed([head, ...lines, ...lines])))).toBe(2 * lines.length);
  expect(await linesOf(to)).toEqual(lines);
});

test('An interrupted restore can be resumed', async () => {
  const [from, to] = [await harbour(), await open()];
  const whole = await opened(await written(from));
  let calls = 0;
  const batchPut = async (items: readonly any[]) => {
    if (calls++) throw new Error('the lights went out');
    await to.table.batchPut(items);
  };
  await expect(restore({ ...to.table, batchPut }, whole)).rejects.toThrow('the lights went out');
  await expect(restore(to.table, whole)).rejects.toThrow('is not empty');
  await restore(to.table, whole, { goOn: true });
  expect(await linesOf(to)).toEqual(await linesOf(from));
});

test('A dry run writes nothing', async () => {
  const [from, to] = [await harbour(), await open()];
  const whole = await opened(await written(from));
  expect(await restore(to.table, whole, { dry: true })).toBe(whole.items);
  expect(await linesOf(to)).toEqual([]);
});

test('Expired items are not kept', async () => {
  const world = await harbour();
  const lines = await linesOf(world);
  await world.table.put({ Item: { pk: { S: 'jobs#-#lock#x' }, sk: { S: 'lock' }, expiresAt: { N: '1' } } });
  expect(await linesOf(world)).toEqual(lines);
});

test('Signing keys are not copied, only the times when they were added, and existing keys do not prevent a restore', async () => {
  const [from, to] = [await harbour(), await open()];
  const lines = await linesOf(from);
  const ring = { sk: { S: 'record' }, pk: { S: 'identity#-#record#signing-keys#ring' } };
  const added = { sk: { S: 'e#0000000001' }, pk: { S: 'identity#-#signing-keys#a-key' } };
  for (const Item of [ring, added]) for (const { table } of [from, to]) await table.put({ Item });
  const whole = await opened(await written(from));
  expect(await linesOf(from)).toEqual([...lines, JSON.stringify(added)].toSorted());
  expect(await restore(to.table, whole)).toBe(whole.items);
});
