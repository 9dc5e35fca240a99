import { backup, restore, verify } from '@waybill/kernel/tools';
import { expect, test } from 'vitest';
import { boatView, build, contexts, moor, type TestWorld, tables, tell } from './world.ts';

const open = tables();

const harbour = async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea', 'Cleo']) await build(world, name);
  await moor(world, 'Ada', 'north');
  await tell(world, 'Ada', 'Bea', 'Cleo');
  return world;
};
const linesOf = async ({ table }: TestWorld) => {
  const written: string[] = [];
  await backup(table, async (lines) => void written.push(lines));
  return written.join('').split('\n').filter(Boolean).sort();
};
const each = (lines: readonly string[]) =>
  async function* () {
    yield* lines;
  };

test('A backup put into an empty table is the same table', async () => {
  const [from, to] = [await harbour(), await open()];
  const lines = await linesOf(from);
  expect(await restore(to.table, each(lines))).toBe(lines.length);
  expect(await linesOf(to)).toEqual(lines);
  expect((await verify(to, contexts as any, { patienceMs: 0 })).differences).toEqual([]);
  expect(await to.platform.views.tallies(boatView)).toEqual(await from.platform.views.tallies(boatView));
});

test('A table that is not empty is not touched', async () => {
  const world = await harbour();
  const lines = await linesOf(world);
  await expect(restore(world.table, each([]))).rejects.toThrow('is not empty');
  expect(await linesOf(world)).toEqual(lines);
});

test('A table in which the house has only looked after itself is empty', async () => {
  const [from, to] = [await harbour(), await open()];
  await to.platform.locks.remember('some-job', 'half of it');
  await to.table.put({ Item: { pk: { S: 'platform#-#pulse#x' }, sk: { S: 'p#x' } } });
  const lines = await linesOf(from);
  expect(await restore(to.table, each(lines))).toBe(lines.length);
  await expect(restore(to.table, each(lines))).rejects.toThrow('is not empty');
});

test('How far a job has got is nothing to a copy', async () => {
  const world = await harbour();
  const lines = await linesOf(world);
  await world.platform.locks.remember('rebuild-boats', 'half of it');
  expect(await linesOf(world)).toEqual(lines);
});

test('Rows are put before the events that made them, lest somebody tell and count them again', async () => {
  const [from, to] = [await harbour(), await open()];
  const put: string[] = [];
  const batchPut = async (items: readonly any[]) => {
    put.push(...items.map(({ sk }) => (sk.S.startsWith('e#') ? 'event' : 'other')));
    await to.table.batchPut(items);
  };
  await restore({ ...to.table, batchPut }, each(await linesOf(from)));
  expect(new Set(put)).toEqual(new Set(['other', 'event']));
  expect(put).toEqual(put.toSorted().reverse());
});

test('A file that is no backup, or was cut short, is refused at that line', async () => {
  const [from, to] = [await harbour(), await open()];
  const [first = '', second = ''] = await linesOf(from);
  await expect(restore(to.table, each([first, second.slice(0, 40)]))).rejects.toThrow('line 2 is no item of a table');
  await expect(restore(to.table, each(['{"pk":1}']))).rejects.toThrow('line 1 is no item of a table');
  expect(await linesOf(to)).toEqual([]);
});

test('A line that is there twice is put once', async () => {
  const [from, to] = [await harbour(), await open()];
  const lines = await linesOf(from);
  expect(await restore(to.table, each([...lines, ...lines]))).toBe(2 * lines.length);
  expect(await linesOf(to)).toEqual(lines);
});

test('A restore that was cut short goes on when it is told to', async () => {
  const [from, to] = [await harbour(), await open()];
  const lines = await linesOf(from);
  await restore(to.table, each(lines.slice(0, 4)));
  await restore(to.table, each(lines), { goOn: true });
  expect(await linesOf(to)).toEqual(lines);
});

test('A dry run puts nothing', async () => {
  const [from, to] = [await harbour(), await open()];
  const lines = await linesOf(from);
  expect(await restore(to.table, each(lines), { dry: true })).toBe(lines.length);
  expect(await linesOf(to)).toEqual([]);
});

test('What is over is not kept', async () => {
  const world = await harbour();
  const lines = await linesOf(world);
  await world.table.put({ Item: { pk: { S: 'jobs#-#lock#x' }, sk: { S: 'lock' }, expiresAt: { N: '1' } } });
  expect(await linesOf(world)).toEqual(lines);
});
