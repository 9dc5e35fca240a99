import { announce } from '@waybill/kernel/storage/aws/items/count';
import { expect, test } from 'vitest';
import { verify } from '#scripts/tools/index';
import type { Commit } from '../../layers/kernel/src/platform.ts';
import {
  berth,
  boats,
  boatView,
  build,
  contexts,
  idOf,
  moor,
  org,
  project,
  streamOf,
  type TestWorld,
  tables,
} from './world.ts';

const open = tables();

const quick = { patienceMs: 0 };
const found = async (world: TestWorld) =>
  (await verify(world, contexts as any, quick)).differences.map(({ what, wrong }) => `${what} ${wrong}`);
const repaired = async (world: TestWorld) => {
  const { differences } = await verify(world, contexts as any, quick);
  const left: (string | undefined)[] = [];
  for (const { repair } of differences) left.push(await repair?.());
  return left;
};

/** Three boats, two of them moored, all projected. */
const harbour = async () => {
  const world = await open();
  for (const name of ['Ada', 'Bea', 'Cleo']) await build(world, name);
  await moor(world, 'Ada', 'north', 2);
  await moor(world, 'Bea', 'north', 4);
  await project(world, 'Ada', 'Bea', 'Cleo');
  return world;
};

const window = (hour: number) => ({ from: `2026-05-04T0${hour}:00:00.000Z`, to: `2026-05-04T0${hour + 1}:00:00.000Z` });
const behindItsBack = ({ platform }: TestWorld, change: Partial<Commit>) =>
  platform.events.commit({
    org,
    ...change,
  });

test('A correct table has no differences', async () => {
  const world = await harbour();
  const { items, differences } = await verify(world, contexts as any, quick);
  expect(differences).toEqual([]);
  expect(items).toBeGreaterThan(10);
});

test('A row that is behind is projected again', async () => {
  const world = await harbour();
  await moor(world, 'Cleo', 'south');
  expect(await found(world)).toEqual(['row is behind: at version 1 of 2']);
  expect(await repaired(world)).toEqual([undefined]);
  expect(await found(world)).toEqual([]);
});

test('A row that is missing, wrong or without a stream is repaired, and the counters stay correct', async () => {
  const world = await harbour();
  await build(world, 'Dora');
  const { views } = world.platform;
  const ada = await views.get(boatView, idOf('Ada'));
  await views.put(boatView, boats.stored(idOf('Ada'), { ...(ada!.data as any), name: 'Adele' }, ada!.checkpoint), ada);
  const ghost = boats.stored(idOf('Ghost'), { boatId: idOf('Ghost'), name: 'Ghost', moored: false }, 1);
  await views.put(boatView, ghost, undefined);

  const differences = await found(world);
  expect(differences.toSorted()).toEqual([
    'row belongs to no stream',
    'row is missing',
    'row is not the fold of its stream',
  ]);
  expect(await repaired(world)).toEqual([undefined, undefined, undefined]);
  expect(await found(world)).toEqual([]);
  expect(await views.counters(boatView)).toEqual([{ bucket: 'all', counts: { total: 4, moored: 2, 'at sea': 2 } }]);
});

test('A counter that has drifted is corrected', async () => {
  const world = await harbour();
  await world.table.update({
    Key: { pk: { S: `harbour#${org}#counters#boats` }, sk: { S: 'b#all' } },
    UpdateExpression: 'ADD #n :n',
    ExpressionAttributeNames: { '#n': 'c.total' },
    ExpressionAttributeValues: { ':n': { N: '2' } },
  });
  expect(await found(world)).toEqual(['counters differ by total +2']);
  expect(await repaired(world)).toEqual([undefined]);
  expect(await found(world)).toEqual([]);
});

test('A note in a counter of a projector that was killed is no difference, and is removed', async () => {
  const world = await harbour();
  const { views } = world.platform;
  const ada = await views.get(boatView, idOf('Ada'), { consistent: true });
  const changed = boats.stored(idOf('Ada'), { ...(ada!.data as any), moored: false }, ada!.checkpoint);
  await announce(world.table, [{ view: boatView, row: changed, previous: ada }]);
  expect(await views.counters(boatView)).toMatchObject([{ counts: { moored: 1, 'at sea': 2 } }]);

  expect(await found(world)).toEqual([]);
  await views.put(boatView, boats.stored(idOf('Ada'), ada!.data as any, ada!.checkpoint), ada);
  expect(await found(world)).toEqual([]);
  await moor(world, 'Cleo', 'south', 2);
  await project(world, 'Cleo');
  expect(await views.counters(boatView)).toMatchObject([{ counts: { total: 3, moored: 3, 'at sea': 0 } }]);
});

test('A booking without a holder is deleted, and a missing one is created', async () => {
  const world = await harbour();
  await behindItsBack(world, {
    books: [{ resource: berth, id: 'south', holder: idOf('Cleo'), window: window(6) }],
    frees: [{ resource: berth, id: 'north', holder: idOf('Ada'), from: window(2).from }],
  });
  expect((await found(world)).toSorted()).toEqual([
    'booking has a holder that should not have it',
    'booking is missing',
  ]);
  expect(await repaired(world)).toEqual([undefined, undefined]);
  expect(await found(world)).toEqual([]);
  const { items } = await world.platform.events.bookings(org, berth, 'north');
  expect(items.map(({ holder }) => holder)).toEqual([idOf('Ada'), idOf('Bea')]);
});

test('A missing booking does not replace another one', async () => {
  const world = await harbour();
  await behindItsBack(world, {
    frees: [{ resource: berth, id: 'north', holder: idOf('Ada'), from: window(2).from }],
  });
  await moor(world, 'Cleo', 'north', 2);
  await project(world, 'Cleo');
  expect(await repaired(world)).toEqual([`${idOf('Cleo')} has booked it meanwhile`]);
});

test('A booking with a wrong end is corrected', async () => {
  const world = await harbour();
  const wrong = { from: window(2).from, to: window(8).from };
  await behindItsBack(world, {
    books: [{ resource: berth, id: 'north', holder: idOf('Ada'), window: wrong }],
    frees: [{ resource: berth, id: 'north', holder: idOf('Ada'), from: wrong.from }],
  });
  expect(await found(world)).toEqual([`booking says until ${wrong.to}, listed, not until ${window(2).to}, listed`]);
  await repaired(world);
  // The wrong booking of Bea blocked it, until it was repaired.
  expect(await found(world)).toEqual([]);
});

test('A wrong counter of bookings is corrected', async () => {
  const world = await harbour();
  await world.table.update({
    Key: { pk: { S: `harbour#${org}#bookings#berth#north` }, sk: { S: 'version' } },
    UpdateExpression: 'ADD held :n',
    ExpressionAttributeValues: { ':n': { N: '3' } },
  });
  expect(await found(world)).toEqual(['counter says 5, there are 2']);
  expect(await repaired(world)).toEqual([undefined]);
  expect(await world.platform.events.counts(org, berth, ['north'])).toEqual(new Map([['north', 2]]));
  expect(await found(world)).toEqual([]);
});

test('A missing claim is created, and one without a holder is deleted', async () => {
  const world = await harbour();
  const name = (value: string, holder: string) => ({ context: 'harbour', kind: 'name', value, field: 'name', holder });
  await behindItsBack(world, {
    releases: [name('Ada', idOf('Ada'))],
    claims: [name('Ghost', idOf('Ghost'))],
  });
  expect((await found(world)).toSorted()).toEqual(['claim has a holder that should not have it', 'claim is missing']);
  expect(await repaired(world)).toEqual([undefined, undefined]);
  expect(await found(world)).toEqual([]);
});

/** Overwrites the stored item of an event. */
const damage = ({ table }: TestWorld, name: string, version: number) =>
  table.update({
    Key: { pk: { S: Object.values(streamOf(name)).join('#') }, sk: { S: `e#000000000${version}` } },
    UpdateExpression: 'SET #data = :data',
    ExpressionAttributeNames: { '#data': 'data' },
    ExpressionAttributeValues: { ':data': { S: '{"berth":' } },
  });

test('An unreadable event is named with its stream, and all else is checked', async () => {
  const world = await harbour();
  await damage(world, 'Bea', 2);
  await moor(world, 'Cleo', 'south');
  const { differences } = await verify(world, contexts as any, quick);
  const stream = Object.values(streamOf('Bea')).join('#');
  const of = (what: string) => differences.filter((it) => it.what === what).map(({ where, wrong }) => [where, wrong]);
  expect(of('stream')).toEqual([
    [`boats ${stream}`, 'cannot be read at version 2 (SyntaxError)'],
    [`boat ${stream}`, 'cannot be read at version 2 (SyntaxError)'],
  ]);
  expect(of('row')).toEqual(
    [
      [expect.stringContaining(idOf('Bea')), 'belongs to no stream that can be projected'],
      [expect.stringContaining(idOf('Cleo')), 'is behind: at version 1 of 2'],
    ].toSorted(),
  );
});

test('A repair deletes no bookings or claims of an unreadable stream', async () => {
  const world = await harbour();
  await damage(world, 'Bea', 1);
  const left = await repaired(world);
  expect(left.filter((why) => why === undefined)).toHaveLength(3);
  const { items } = await world.platform.events.bookings(org, berth, 'north');
  expect(items.map(({ holder }) => holder)).toEqual([idOf('Ada'), idOf('Bea')]);
});

test('A row in the shape of another release is counted, and is no difference', async () => {
  const world = await harbour();
  const { views } = world.platform;
  for (const name of ['Ada', 'Bea']) {
    const row = (await views.get(boatView, idOf(name)))!;
    await views.put(boatView, { ...row, data: { other: 'fields' }, shape: 'another' }, row);
  }
  expect(await verify(world, contexts as any, quick)).toMatchObject({ stale: 2, differences: [] });
});

test('A damaged row is projected again', async () => {
  const world = await harbour();
  await world.table.update({
    Key: { pk: { S: `harbour#${org}#view#boats#${idOf('Ada')}` }, sk: { S: 'row' } },
    UpdateExpression: 'SET #data = :data',
    ExpressionAttributeNames: { '#data': 'data' },
    ExpressionAttributeValues: { ':data': { S: '{"boatId":' } },
  });
  expect(await found(world)).toEqual(['row is damaged']);
  expect(await repaired(world)).toEqual([undefined]);
  expect(await found(world)).toEqual([]);
});

test('A stream that cannot be projected is reported, and not repaired', async () => {
  const world = await harbour();
  const broken = {
    ...boats,
    definition: boats.definition,
    stored: () => {
      throw new TypeError('bug');
    },
  };
  const { differences } = await verify(world, { harbour: { ...contexts.harbour, boats: broken } } as any, quick);
  const stream = `boats ${Object.values(streamOf('Ada')).slice(0, 3).join('#')}`;
  expect(differences.filter(({ what }) => what === 'stream').map(({ where }) => where.startsWith(stream))).toEqual([
    true,
    true,
    true,
  ]);
});
