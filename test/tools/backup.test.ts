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
const each = async function* (lines: readonly string[]) {
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
