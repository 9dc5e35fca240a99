import { projection, rebuild } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { leftovers, verify } from '#scripts/tools/index';
import {
  BoatBuilt,
  boats,
  boatView,
  build,
  contexts,
  idOf,
  moor,
  project,
  streamOf,
  type TestWorld,
  tables,
} from '../world.ts';

const open = tables();

const quick = { patienceMs: 0 };

/** The same read model with other keys: a row for each name, not for each boat. */
const byName = projection('boats', { ...boats.definition, key: ({ data }) => data.name }).begin(
  BoatBuilt,
  ({ aggregateId, data: { name } }) => ({ boatId: aggregateId, name, moored: false }),
);
const renamed = { harbour: { ...contexts.harbour, boats: byName } } as any;

const rowsIn = async ({ platform }: TestWorld) =>
  (await platform.views.list(boatView, { index: 0, list: 'all', by: '', limit: 100 })).map(({ key }) => key).sort();

const deleteLeftovers = async (world: TestWorld, after = contexts as any) => {
  const left = await leftovers(world, after, 'boats', quick);
  const why: (string | undefined)[] = [];
  for (const { repair } of left) why.push(await repair!());
  return why;
};

test('Rows under keys that are no longer produced are deleted, and no longer counted', async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea']) await build(world, name);
  await project(world, 'Ada', 'Bea');
  await rebuild(world.platform, byName);
  expect(await rowsIn(world)).toEqual(['Ada', 'Bea', idOf('Ada'), idOf('Bea')].sort());

  expect(await deleteLeftovers(world, renamed)).toEqual([undefined, undefined]);
  expect(await rowsIn(world)).toEqual(['Ada', 'Bea']);
  expect(await world.platform.views.counters(boatView)).toEqual([{ bucket: 'all', counts: { total: 2, 'at sea': 2 } }]);
  expect(await deleteLeftovers(world, renamed)).toEqual([]);
});

test('Rows that are written meanwhile stay', async () => {
  const world = await open();
  await build(world, 'Ada');
  await project(world, 'Ada');
  await rebuild(world.platform, byName);
  const left = await leftovers(world, renamed, 'boats', quick);
  expect(left.map(({ wrong }) => wrong)).toEqual(['belongs to no stream']);

  // The old projector, which is still deployed, updates the row: it has changed since it was found.
  await moor(world, 'Ada', 'north');
  await project(world, 'Ada');
  expect(await left[0]!.repair!()).toBe('has moved on: verify again');
  expect(await rowsIn(world)).toEqual(['Ada', idOf('Ada')].sort());
});

test('Nothing is deleted if the keys are the same, and rows of other projections are ignored', async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea', 'Cleo']) await build(world, name);
  await project(world, 'Ada', 'Bea');
  await world.platform.views.put({ ...boatView, name: 'ships' }, boats.stored(idOf('Ada'), undefined, 1), undefined);
  await world.platform.views.put(
    { ...boatView, name: 'ships' },
    boats.stored(idOf('Bea'), { boatId: idOf('Bea'), name: 'Bea', moored: false }, 1),
    undefined,
  );
  expect(await leftovers(world, contexts as any, 'boats', quick)).toEqual([]);
});

test('A row that is written during the check is not deleted', async () => {
  const world = await open();
  await build(world, 'Ada');
  await project(world, 'Ada');
  const { table } = world;
  let looks = 0;
  const late = {
    ...world,
    table: {
      ...table,
      scan: async (input: any) => {
        // The scan passes the stream before its events are written, and its row afterwards, as in a slow scan.
        const page = await table.scan(input);
        if (++looks > 1) return page;
        return { ...page, Items: page.Items?.filter(({ sk }) => !sk!.S!.startsWith('e#')) };
      },
    },
  };
  expect(await leftovers(late as any, contexts as any, 'boats', { ...quick, segments: 1 })).toEqual([]);
  expect(looks).toBe(2);
});

/** A read model keyed by name that fails on one of the boats. */
const stumbling = projection('boats', {
  ...boats.definition,
  key: ({ data }) => {
    if (data.name === 'Bea') throw new TypeError('bug');
    return data.name;
  },
}).begin(BoatBuilt, ({ aggregateId, data: { name } }) => ({ boatId: aggregateId, name, moored: false }));
const stumbled = { harbour: { ...contexts.harbour, boats: stumbling } } as any;

test('A stream that cannot be projected ends a rebuild, unless the caller handles it; the others are projected', async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea', 'Cleo']) await build(world, name);
  await expect(rebuild(world.platform, stumbling)).rejects.toThrow('cannot be projected (TypeError)');
  const failed: string[] = [];
  await rebuild(world.platform, stumbling, { onProjectionError: ({ stream }) => failed.push(stream.id) });
  expect(failed).toEqual([idOf('Bea')]);
  expect(await rowsIn(world)).toEqual(['Ada', 'Cleo']);
});

test('A stream with an unreadable event is named, and the others are projected', async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea', 'Cleo']) await build(world, name);
  await moor(world, 'Bea', 'north');
  await world.table.update({
    Key: { pk: { S: Object.values(streamOf('Bea')).join('#') }, sk: { S: 'e#0000000001' } },
    UpdateExpression: 'REMOVE #data',
    ExpressionAttributeNames: { '#data': 'data' },
  });
  await expect(rebuild(world.platform, boats)).rejects.toThrow('cannot be projected (UnreadableEvent)');
  const failed: string[] = [];
  const { rows } = await rebuild(world.platform, boats, { onProjectionError: ({ stream }) => failed.push(stream.id) });
  expect([rows, failed]).toEqual([2, [idOf('Bea')]]);
  expect(await rowsIn(world)).toEqual([idOf('Ada'), idOf('Cleo')].sort());
  expect(await leftovers(world, contexts as any, 'boats', quick)).toEqual([]);
});

test('If a stream cannot be projected, no row that may belong to it is deleted', async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea']) await build(world, name);
  await rebuild(world.platform, byName);
  expect(await leftovers(world, stumbled, 'boats', quick)).toEqual([]);
  const { differences } = await verify(world, stumbled, quick);
  expect(differences.map(({ what, wrong, repair }) => [what, wrong, repair !== undefined])).toEqual([
    ['stream', 'cannot be projected (TypeError)', false],
    ['row', 'belongs to no stream that can be projected', false],
  ]);
});
